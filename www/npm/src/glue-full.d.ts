export * from "./glue.js";

/** For which browser the build is. */
declare const FIREFOX: boolean;

/** Lists of `rules/locales`, as the build takes them out of all languages. */
declare module "candor-words" {
  const lists: { accept: string[]; decline: string[] };
  export default lists;
}

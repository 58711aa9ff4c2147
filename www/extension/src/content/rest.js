/** Gives the page its thread back until it has nothing more urgent to do. @returns {Promise<void>} */
export const rest = () => {
  const { scheduler } = /** @type {{ scheduler?: { yield?: () => Promise<void> } }} */ (globalThis);
  if (scheduler?.yield) return scheduler.yield();
  return new Promise((resolve) => setTimeout(resolve));
};

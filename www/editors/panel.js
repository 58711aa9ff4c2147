export const CandorPanel = 1;

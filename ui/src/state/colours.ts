import type { ProfileColour } from '../backend/generated/ProfileColour';

/** By what profiles are told apart, in the order in which new ones get them. */
export const COLOURS: ProfileColour[] = ['green', 'blue', 'violet', 'pink', 'orange', 'grey'];

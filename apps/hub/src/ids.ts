import { v7 } from 'uuid';

/** A new id: UUID version 7, so that ids made by one process sort in the order they were made. */
export const newId = (): string => v7();

// The planners of the editor.
import type { Planner } from '../planner.ts';
import { archive } from './archive.ts';
import { monitoring } from './monitoring.ts';
import { protection } from './protection.ts';
import { response } from './response.ts';

export const planners: readonly Planner[] = [archive, monitoring, protection, response];

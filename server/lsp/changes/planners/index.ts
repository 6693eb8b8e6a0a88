// The planners of the editor.
import type { Planner } from '../planner.ts';
import { alarms } from './alarms.ts';
import { archive } from './archive.ts';
import { monitoring } from './monitoring.ts';
import { ownGroup } from './own-group.ts';
import { protection } from './protection.ts';
import { response } from './response.ts';

export const planners: readonly Planner[] = [alarms, archive, monitoring, ownGroup, protection, response];

// Shows places beside a position, as "find all references" does. Lenses of the server carry it.
import * as vscode from 'vscode';
import type { ShowPlaces } from '../../server/protocol/client-commands.ts';
import type { Command } from '../feature.ts';
import { toRange } from '../places.ts';

export const command: Command = {
  id: 'lambdaProtect.showPlaces',
  run: (_extension, given) => {
    if (!isShowPlaces(given)) return undefined;
    const { uri, position, places } = given;
    return vscode.commands.executeCommand(
      'editor.action.showReferences',
      vscode.Uri.parse(uri, true),
      new vscode.Position(position.line, position.character),
      places.map((place) => new vscode.Location(vscode.Uri.parse(place.uri, true), toRange(place.range))),
    );
  },
};

/** Only a lens of ours calls it; a keybinding of a person's may call it with anything. */
function isShowPlaces(given: unknown): given is ShowPlaces {
  return (
    typeof given === 'object' && given !== null && 'uri' in given && 'position' in given && 'places' in given
  );
}

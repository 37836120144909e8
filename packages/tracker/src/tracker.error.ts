/**
 * A value that must not reach a storefront page: it is not what the setting takes, or it could carry code along.
 * Has the shape of the hub's errors (`code`, `next`, `hint`); this package stands alone and imports none of ours.
 */
export class TrackerSettingInvalid extends Error {
  readonly code = 'TRACKER_SETTING_INVALID';
  readonly next = 'fixSettings';

  constructor(
    readonly setting: string,
    rule: string,
    readonly hint: string,
  ) {
    super(`The tracker cannot use the setting "${setting}": ${rule}`);
    this.name = new.target.name;
  }
}

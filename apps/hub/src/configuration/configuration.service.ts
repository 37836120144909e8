import { Injectable } from '@nestjs/common';
import { checkSettings, readSettingsPatch, resolveSettings } from '@storewire/core';
import type { Caller } from '../access/caller.js';
import { invalid } from '../access/problem.js';
import { editedLayer, SettingsService } from '../settings/settings.service.js';
import { AccountPlanner } from './account-planner.service.js';
import type { ConfigurationFile } from './configuration-file.js';
import { readConfiguration } from './configuration-file.reader.js';
import type { Plan, PlannedChange } from './configuration-plan.js';
import { within } from './configuration-plan.js';
import { ConfigurationReader, type Configured } from './configuration-reader.service.js';
import { StorePlanner, settingChanges } from './store-planner.service.js';

/** Applies a configuration file: what it names is made or changed, what it does not name is left alone. */
@Injectable()
export class ConfigurationService {
  constructor(
    private readonly reader: ConfigurationReader,
    private readonly accounts: AccountPlanner,
    private readonly stores: StorePlanner,
    private readonly settings: SettingsService,
  ) {}

  file(tenantId: string): Promise<ConfigurationFile> {
    return this.reader.file(tenantId);
  }

  /**
   * Applies a file, found by names, so that a second time changes nothing. All of it is checked before anything is
   * written; each account and store is then written for itself.
   *
   * @throws ProblemException 422 with every problem and its place in the file; missing secrets are named.
   */
  async apply(
    tenantId: string,
    given: unknown,
    isDryRun: boolean,
    by: Caller,
  ): Promise<readonly PlannedChange[]> {
    const { file, problems } = readConfiguration(given);
    if (problems.length > 0) throw invalid(problems);
    const found = await this.reader.read(tenantId);
    const plan: Plan = { problems: [], steps: [] };
    const tenantLayer = this.planSettings(tenantId, file, found, by, plan);
    await this.accounts.plan(tenantId, file.accounts ?? [], found, by, plan);
    await this.stores.run({ tenantId, file, found, tenantLayer, by, plan });
    if (plan.problems.length > 0) throw invalid(plan.problems);
    if (!isDryRun) await this.runSteps(plan, found);
    return plan.steps.map(({ change }) => change);
  }

  private planSettings(
    tenantId: string,
    file: ConfigurationFile,
    found: Configured,
    by: Caller,
    plan: Plan,
  ): Readonly<Record<string, unknown>> {
    const layer = found.layers.get('') ?? {};
    const { problems, ...edit } = readSettingsPatch(file.settings ?? {});
    const after = editedLayer(layer, edit);
    plan.problems.push(
      ...within('settings', [...problems, ...checkSettings(resolveSettings(after, {}))]),
    );
    const fields = settingChanges(layer, edit);
    if (fields.length > 0) {
      plan.steps.push({
        change: {
          path: 'settings',
          kind: 'settings',
          name: found.tenant.name,
          action: 'update',
          fields,
        },
        run: () => this.settings.changeTenant(tenantId, file.settings ?? {}, by),
      });
    }
    return after;
  }

  private async runSteps({ steps }: Plan, found: Configured): Promise<void> {
    const ids = {
      accounts: new Map(found.accounts.map(({ name, id }) => [name, id])),
      connections: new Map(
        found.connections.map(({ id }) => [found.connectionNames.get(id) ?? id, id]),
      ),
    };
    for (const step of steps) await step.run(ids);
  }
}

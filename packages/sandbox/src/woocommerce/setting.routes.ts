import { type Frame, restUrl } from './frame.js';
import { CURRENCIES, type CurrencyCode } from './money.js';
import { RestError } from './rest.error.js';
import type { RestContext } from './rest-api.js';
import { type RestResource, textField } from './rest-request.js';

interface SettingTemplate {
  group: string;
  id: string;
  label: string;
  description: string;
  type: 'select' | 'checkbox' | 'radio';
  default: string;
  options?: Record<string, string>;
  value: string;
}

/** The settings an integration asks for: currency, taxes on or off, prices with or without tax. */
export function settingRoutes({ shop, frame }: RestContext): RestResource[] {
  const { settings } = shop;
  const templates: SettingTemplate[] = [
    {
      group: 'general',
      id: 'woocommerce_currency',
      label: 'Currency',
      description:
        'This controls what currency prices are listed at in the catalog and which currency gateways will take payments in.',
      type: 'select',
      default: 'USD',
      options: Object.fromEntries(
        Object.entries(CURRENCIES).map(([code, { name, html }]) => [
          code,
          `${name} (${html}) — ${code}`,
        ]),
      ),
      value: settings.currency,
    },
    {
      group: 'general',
      id: 'woocommerce_calc_taxes',
      label: 'Enable taxes',
      description: 'Enable tax rates and calculations',
      type: 'checkbox',
      default: 'no',
      value: 'no',
    },
    {
      group: 'tax',
      id: 'woocommerce_prices_include_tax',
      label: 'Prices entered with tax',
      description: '',
      type: 'radio',
      default: 'no',
      options: {
        yes: 'Yes, I will enter prices inclusive of tax',
        no: 'No, I will enter prices exclusive of tax',
      },
      value: settings.pricesIncludeTax ? 'yes' : 'no',
    },
  ];
  const one = (template: SettingTemplate) => settingDocument(frame(), template);
  return [
    ...['general', 'tax'].map(
      (group): RestResource => ({
        path: `/wc/v3/settings/${group}`,
        read: () => ({
          status: 200,
          body: templates.filter((template) => template.group === group).map(one),
        }),
      }),
    ),
    {
      path: '/wc/v3/settings/{group}/{setting}',
      read: ({ ids }) => {
        const found = templates.find(({ group, id }) => group === ids.group && id === ids.setting);
        if (found === undefined) {
          throw new RestError(404, 'rest_setting_setting_invalid', 'Invalid setting.');
        }
        return { status: 200, body: one(found) };
      },
      update: ({ ids, body }) => {
        const found = templates.find(({ group, id }) => group === ids.group && id === ids.setting);
        const value = textField(body, 'value');
        if (found === undefined) {
          throw new RestError(404, 'rest_setting_setting_invalid', 'Invalid setting.');
        }
        if (value === undefined || !(value in (found.options ?? { yes: '', no: '' }))) {
          throw new RestError(
            400,
            'rest_setting_value_invalid',
            'An invalid setting value was passed.',
          );
        }
        found.value = value;
        if (found.id === 'woocommerce_currency') settings.currency = value as CurrencyCode;
        if (found.id === 'woocommerce_prices_include_tax') {
          settings.pricesIncludeTax = value === 'yes';
        }
        return { status: 200, body: one(found) };
      },
    },
  ];
}

function settingDocument(frame: Frame, { group, ...template }: SettingTemplate) {
  const collection = restUrl(frame, `/wc/v3/settings/${group}`);
  const targetHints = { allow: ['GET', 'POST', 'PUT', 'PATCH'] };
  return {
    id: template.id,
    label: template.label,
    description: template.description,
    type: template.type,
    default: template.default,
    ...(template.options ? { options: template.options } : {}),
    tip: template.description,
    value: template.value,
    group_id: group,
    _links: {
      self: [{ href: `${collection}/${template.id}`, targetHints }],
      collection: [{ href: collection }],
    },
  };
}

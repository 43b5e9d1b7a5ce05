import type { Command } from 'commander';
import { makeBaseline } from '../../../jobs/src/index.js';
import { print, say } from '../output.js';
import { wholeNumber } from '../whole-number.js';

interface BaselineArguments {
  readonly oulad?: string;
  readonly seed: number;
  readonly model: string;
  readonly card: string;
  readonly json: boolean;
}

export function addBaselineCommand(model: Command): void {
  model
    .command('baseline')
    .description('trains the risk model that is shipped with the program, and writes it with its card')
    .option('--oulad <folder>', 'OULAD’s tables; learns from simulated courses alone where left out')
    .option('--seed <n>', 'the same seed and data give the same file', wholeNumber(0), 1)
    .option('--model <file>', 'where the model goes', 'assets/baseline/risk.json')
    .option('--card <file>', 'where its card goes', 'docs/model-cards/baseline.md')
    .option('--json', 'for machines', false)
    .addHelpText('after', '\nExample:\n  snowlight model baseline --oulad ./oulad')
    .action(async ({ json, ...order }: BaselineArguments) => {
      const made = await makeBaseline({ ...order, say });
      print(made, json, () => `${made.version}, ${made.bytes.toLocaleString('en')} bytes, in ${order.model}`);
    });
}

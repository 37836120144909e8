import { Injectable, type LoggerService } from '@nestjs/common';
import pino, { type Logger as Pino } from 'pino';
import { redact } from './redact.js';

export interface LogOptions {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  /** Text for people instead of JSON lines. */
  readonly isReadable: boolean;
  /** Takes whole lines. */
  readonly write: (line: string) => void;
}

/** Contexts of the framework that tell every module and route at start. */
const CHATTY = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory']);

/** Nest's log through pino: JSON lines with level, time, context and message, redacted as they are written. */
@Injectable()
export class HubLogger implements LoggerService {
  private readonly pino: Pino;

  constructor(options: LogOptions) {
    const { level, isReadable, write } = options;
    this.pino = pino(
      {
        level,
        base: null,
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
      },
      { write: (line: string) => write(redact(isReadable ? readable(line) : line)) },
    );
  }

  /** A line with fields of its own, such as a request. */
  event(level: 'info' | 'debug', message: string, fields: Readonly<Record<string, unknown>>): void {
    this.pino[level](fields, message);
  }

  log(message: unknown, context?: string): void {
    this.pino[context && CHATTY.has(context) ? 'debug' : 'info']({ context }, textOf(message));
  }

  warn(message: unknown, context?: string): void {
    this.pino.warn({ context }, textOf(message));
  }

  /** Nest gives the stack before the context, when there is one. */
  error(message: unknown, ...rest: unknown[]): void {
    const texts = rest.filter((item): item is string => typeof item === 'string');
    const stack = texts.find((text) => text.includes('\n    at '));
    const context = texts.findLast((text) => text !== stack);
    this.pino.error({ context, stack }, textOf(message));
  }

  fatal(message: unknown, context?: string): void {
    this.pino.fatal({ context }, textOf(message));
  }

  debug(message: unknown, context?: string): void {
    this.pino.debug({ context }, textOf(message));
  }

  verbose(message: unknown, context?: string): void {
    this.debug(message, context);
  }
}

/** Only text and the message of an error: an object may hold anything. */
function textOf(message: unknown): string {
  if (typeof message === 'string') return message;
  return message instanceof Error ? message.message : '(not text)';
}

function readable(line: string): string {
  const { level, time, context, msg, stack, ...fields } = JSON.parse(line);
  const rest = Object.entries(fields).map(([key, value]) => ` ${key}=${JSON.stringify(value)}`);
  const where = context ? `[${context}] ` : '';
  return `${time} ${String(level).toUpperCase().padEnd(5)} ${where}${msg}${rest.join('')}${stack ? `\n${stack}` : ''}\n`;
}

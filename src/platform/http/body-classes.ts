import { Injectable, type OnModuleInit, type Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { DiscoveryService } from '@nestjs/core';
import { dtoReaderOf } from './dto-reader.js';

/** Compiles the body of every route at the start: what can't be compiled stops it. */
@Injectable()
export class BodyClasses implements OnModuleInit {
  constructor(private readonly discovery: DiscoveryService) {}

  /** @throws UncompilableRule */
  onModuleInit(): void {
    for (const { metatype } of this.discovery.getControllers()) {
      if (typeof metatype === 'function') bodyClassesOf(metatype).forEach(dtoReaderOf);
    }
  }
}

/** @param controller its routes are marked by Nest's decorators
 * @returns the classes that its routes take for bodies */
export function bodyClassesOf(controller: object): Type<object>[] {
  const prototype = (controller as Type<object>).prototype;
  return Object.getOwnPropertyNames(prototype).flatMap((method) => {
    const parameters: unknown = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method);
    const types = (Reflect.getMetadata('design:paramtypes', prototype, method) ?? []) as readonly unknown[];
    // Nest's keys are `kind:index`.
    const bodies = Object.keys(parameters ?? {}).filter((key) => key.startsWith(`${RouteParamtypes.BODY}:`));
    return bodies.map((key) => types[Number(key.split(':')[1])]).filter(isClass);
  });
}

function isClass(type: unknown): type is Type<object> {
  return typeof type === 'function' && ![String, Number, Boolean, Array, Object].some((builtIn) => builtIn === type);
}

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
  const methods = Object.getOwnPropertyNames((controller as Type<object>).prototype);
  return methods.flatMap((method) => bodyTypesOf(controller, method).filter(isClass));
}

/** @param method the name of a handler
 * @returns what its parameters for the body are declared as; none where it reads no body */
export function bodyTypesOf(controller: object, method: string): unknown[] {
  const parameters: unknown = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method);
  const prototype: unknown = (controller as Type<object>).prototype;
  const types = (Reflect.getMetadata('design:paramtypes', prototype as object, method) ?? []) as readonly unknown[];
  // Nest's keys are `kind:index`.
  const bodies = Object.keys(parameters ?? {}).filter((key) => key.startsWith(`${RouteParamtypes.BODY}:`));
  return bodies.map((key) => types[Number(key.split(':')[1])]);
}

/** Whether a type is a class of fields, not one that JavaScript has. */
export function isClass(type: unknown): type is Type<object> {
  return typeof type === 'function' && ![String, Number, Boolean, Array, Object].some((builtIn) => builtIn === type);
}

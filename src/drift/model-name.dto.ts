import { ModelNameField } from '../platform/openapi/model-name.decorator.js';

/** A model, in a path. */
export class ModelNameIn {
  @ModelNameField()
  model_name!: string;
}

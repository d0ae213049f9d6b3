import { Injectable } from '@nestjs/common';
import type { OrgId } from '../lib/org-id.js';
import { OrganizationNameRefused } from './auth-errors.js';
import { OrganizationsStore } from './organizations.store.js';

const MAX_NAME_CHARS = 100;

/** An organization that was made. */
export interface Organization {
  readonly organizationId: OrgId;
  readonly name: string;
}

/** Makes organizations; there is no HTTP route for it. */
@Injectable()
export class OrganizationsService {
  constructor(private readonly organizations: OrganizationsStore) {}

  /** @param name for people, 1-100 characters; two may share one
   * @throws OrganizationNameRefused */
  async createOrganization(name: string): Promise<Organization> {
    const trimmed = name.trim();
    if (trimmed === '' || trimmed.length > MAX_NAME_CHARS) throw new OrganizationNameRefused(MAX_NAME_CHARS);
    const organizationId = await this.organizations.insert(trimmed);
    return { organizationId, name: trimmed };
  }

  /** @returns every organization, for what an operator does with all of them */
  async organizationIds(): Promise<OrgId[]> {
    return this.organizations.ids();
  }
}

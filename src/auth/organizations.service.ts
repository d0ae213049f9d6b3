import { Injectable } from '@nestjs/common';
import { isOrgId, type OrgId } from '../lib/org-id.js';
import { NotFound } from '../platform/errors/app-error.js';
import { ActiveKeys } from './active-keys.js';
import { OPERATOR } from './audit-entry.js';
import { AuditService } from './audit.service.js';
import { OrganizationNameRefused } from './auth-errors.js';
import { OrganizationsStore } from './organizations.store.js';

const MAX_NAME_CHARS = 100;

/** An organization that was made. */
export interface Organization {
  readonly organizationId: OrgId;
  readonly name: string;
}

/** Makes organizations, and shuts them out; there is no HTTP route for it. */
@Injectable()
export class OrganizationsService {
  constructor(
    private readonly organizations: OrganizationsStore,
    private readonly activeKeys: ActiveKeys,
    private readonly audit: AuditService,
  ) {}

  /** @param name for people, 1-100 characters; two may share one
   * @throws OrganizationNameRefused */
  async createOrganization(name: string): Promise<Organization> {
    const trimmed = name.trim();
    if (trimmed === '' || trimmed.length > MAX_NAME_CHARS) throw new OrganizationNameRefused(MAX_NAME_CHARS);
    const organizationId = await this.organizations.insert(trimmed);
    await this.audit.record(organizationId, {
      action: 'organization_created',
      clientId: null,
      actor: OPERATOR,
      details: {},
    });
    return { organizationId, name: trimmed };
  }

  /** @returns every organization, for what an operator does with all of them */
  async organizationIds(): Promise<OrgId[]> {
    return this.organizations.ids();
  }

  /** Shuts an organization out, or lets it in again: no tokens at once; its tokens are refused at once by this process and
   * within 5 s by others. Nothing of it is removed, and what was accepted is processed.
   * @param organizationId as somebody typed it
   * @throws NotFound where there is no such organization */
  async setEnabled(organizationId: string, isEnabled: boolean): Promise<void> {
    if (!isOrgId(organizationId) || !(await this.organizations.setEnabled(organizationId, isEnabled))) {
      throw new NotFound('Organization');
    }
    this.activeKeys.forgetOrganization(organizationId);
    const action = isEnabled ? 'organization_enabled' : 'organization_disabled';
    await this.audit.record(organizationId, { action, clientId: null, actor: OPERATOR, details: {} });
  }
}

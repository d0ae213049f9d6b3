import { describe, expect, it } from 'vitest';
import { addressGroup } from './address-group.js';

describe(addressGroup.name, () => {
  it.each([
    { address: '203.0.113.7', group: '203.0.113.7' },
    { address: '::ffff:203.0.113.7', group: '203.0.113.7' },
    { address: '2001:db8:0:1:aaaa::1', group: '2001:db8:0:1::/64' },
    { address: '2001:0DB8:0000:0001:ffff:ffff:ffff:ffff', group: '2001:db8:0:1::/64' },
    { address: '2001:db8::1', group: '2001:db8:0:0::/64' },
    { address: '::1', group: '0:0:0:0::/64' },
    { address: 'fe80::1%eth0', group: 'fe80:0:0:0::/64' },
    { address: '', group: '' },
    { address: 'unix', group: 'unix' },
  ])('counts $address as $group', ({ address, group }) => expect(addressGroup(address)).toBe(group));
});

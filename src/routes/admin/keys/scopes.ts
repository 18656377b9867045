import type { KeyScope } from '$lib/domain/permissions.ts';
import { m } from '$lib/paraglide/messages.js';

/** What a key with a scope may do, in words. */
export const SCOPES: Record<KeyScope, { name: () => string; hint: () => string }> = {
	read: { name: m.key_scope_read, hint: m.key_scope_read_hint },
	entries: { name: m.key_scope_entries, hint: m.key_scope_entries_hint },
	directory: { name: m.key_scope_directory, hint: m.key_scope_directory_hint },
	targets: { name: m.key_scope_targets, hint: m.key_scope_targets_hint },
	imports: { name: m.key_scope_imports, hint: m.key_scope_imports_hint },
	settings: { name: m.key_scope_settings, hint: m.key_scope_settings_hint }
};

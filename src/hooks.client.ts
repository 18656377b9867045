import { useDocumentLocale } from '$lib/i18n.ts';

useDocumentLocale();

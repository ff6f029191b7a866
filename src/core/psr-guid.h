/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PSR_GUID_ZERO_TEXT:
 *
 * What both services write where there is no record.
 */
#define PSR_GUID_ZERO_TEXT "00000000-0000-0000-0000-000000000000"

/**
 * PsrGuid:
 * @text: the canonical text: lower case, with hyphens, without braces
 *
 * The id of a record of Business Central or Wello.
 */
typedef struct
{
  char text[37];
} PsrGuid;

/**
 * PsrGuidError:
 * @PSR_GUID_ERROR_SYNTAX: the text is not a GUID
 */
typedef enum
{
  PSR_GUID_ERROR_SYNTAX,
} PsrGuidError;

#define PSR_GUID_ERROR (psr_guid_error_quark ())
GQuark psr_guid_error_quark (void);

gboolean  psr_guid_parse     (const char     *text,
                              PsrGuid        *out,
                              GError        **error);
gboolean  psr_guid_is_zero   (const PsrGuid  *guid);
gboolean  psr_guid_equal     (const PsrGuid  *a,
                              const PsrGuid  *b);
gboolean  psr_guid_is_canonical (const char  *text);
char     *psr_guid_normalize (const char     *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean  psr_guid_is_set    (const char     *text);
char     *psr_guid_from_name (const char     *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "psr-service-error.h"

/* A line with the status, the media type and, behind a tab, the name that the
 * service gave the request; then the body. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GBytes) body = NULL;
  g_autofree char *line = fuzz_take_line (data, size, &body);
  g_autoptr (PsrResponse) response = NULL;
  g_autoptr (PsrServiceError) fault = NULL;
  char *type = NULL;
  char *request_id;
  guint status = 300 + (guint) g_ascii_strtoull (line, &type, 10) % 300;

  response = psr_response_new (status, body, 0);
  request_id = strchr (type, '\t');
  if (request_id != NULL)
    {
      *request_id = '\0';
      psr_response_add_header (response, "request-id", request_id + 1);
    }
  psr_response_add_header (response, "Content-Type", *type == ' ' ? type + 1 : type);

  fault = psr_service_error_from_response (response);
  g_assert_cmpuint (fault->status, ==, status);
  fuzz_check_text (fault->code);
  fuzz_check_text (fault->message);
  psr_service_error_is_lock (fault);

  for (PsrServiceKind kind = PSR_SERVICE_BC; kind <= PSR_SERVICE_WELLO; kind++)
    {
      g_autoptr (GError) error = NULL;

      psr_service_error_set_gerror (fault, kind, &error);
      fuzz_check_words (error);
      g_assert_true (psr_service_error_peek (error) == fault);
    }

  return 0;
}

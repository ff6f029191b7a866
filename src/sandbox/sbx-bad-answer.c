/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bad-answer"

#include "sbx-bad-answer.h"

#include <gio/gio.h>
#include <string.h>

#define BOMB_MIB 256
#define GARBAGE_BYTES (20 * 1000 * 1000)

/* Made once: a quarter of a gigabyte of spaces inside a JSON array. */
static GBytes *
bomb (void)
{
  static GBytes *made;
  g_autoptr (GConverter) compressor = NULL;
  g_autoptr (GOutputStream) memory = NULL;
  g_autoptr (GOutputStream) stream = NULL;
  g_autofree char *chunk = NULL;

  if (made != NULL)
    return made;

  compressor = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1));
  memory = g_memory_output_stream_new_resizable ();
  stream = g_converter_output_stream_new (memory, compressor);
  chunk = g_malloc (1 << 20);
  memset (chunk, ' ', 1 << 20);
  chunk[0] = '[';
  for (int i = 0; i < BOMB_MIB; i++)
    {
      g_output_stream_write_all (stream, chunk, 1 << 20, NULL, NULL, NULL);
      chunk[0] = ' ';
    }
  g_output_stream_close (stream, NULL, NULL);
  made = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
  return made;
}

static void
set_html (SbxResponse *response,
          guint        status,
          const char  *title)
{
  g_autofree char *body = g_strdup_printf ("<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\">\r\n<HTML><HEAD><TITLE>%s</TITLE></HEAD>\r\n"
                                           "<BODY><h2>%s</h2>\r\n<hr><p>HTTP Error %u.</p>\r\n</BODY></HTML>\r\n",
                                           title, title, status);

  sbx_response_set (response, status, "text/html; charset=us-ascii", body);
}

static void
set_retry_after (const SbxFault *fault,
                 SbxResponse    *response,
                 int             usual)
{
  int seconds = fault->retry_after == -2 ? usual : fault->retry_after;

  soup_message_headers_remove (response->headers, "Retry-After");
  if (seconds >= 0)
    {
      g_autofree char *text = g_strdup_printf ("%d", seconds);

      sbx_response_header (response, "Retry-After", text);
    }
}

void
sbx_bad_answer (const SbxFault   *fault,
                const SbxService *service,
                gpointer          data,
                SbxResponse      *response)
{
  guint status = fault->status;

  switch (fault->kind)
    {
    case SBX_FAULT_504_AFTER:
      set_html (response, status ? status : 504, "Gateway Timeout");
      break;
    case SBX_FAULT_429:
      service->error (response, 429, NULL, NULL, data);
      set_retry_after (fault, response, -1);
      break;
    case SBX_FAULT_503:
      service->error (response, 503, NULL, NULL, data);
      set_retry_after (fault, response, 1);
      break;
    case SBX_FAULT_409:
      service->error (response, status ? status : 409, "Request_EntityChanged", "Another user has already changed the record.", data);
      break;
    case SBX_FAULT_DEADLOCK:
      service->error (response, status ? status : 409, status == 400 ? "Application_DialogException" : "Internal_ServerError",
                      "The activity was deadlocked with another user who was modifying the No. Series Line table. "
                      "Please retry the activity.", data);
      break;
    case SBX_FAULT_LOCK:
      service->error (response, status ? status : 409, status == 400 ? "Application_DialogException" : "Internal_ServerError",
                      "The operation could not complete because a record in the Sales Line table was locked by another user. "
                      "Please retry the activity.", data);
      break;
    case SBX_FAULT_EXPIRED_TOKEN:
      service->error (response, 401, NULL, NULL, data);
      break;
    case SBX_FAULT_SKIP_TOKEN:
      service->error (response, 400, "SkipTokenIsNoLongerValid", "The skip token is no longer valid.", data);
      break;
    case SBX_FAULT_MALFORMED:
      /* Cut in the middle, but with a length that says all is well. */
      g_string_truncate (response->body, response->body->len / 2);
      g_string_append (response->body, "\"broken\":,}");
      break;
    case SBX_FAULT_HTML:
      set_html (response, status ? status : 502, "Bad Gateway");
      break;
    case SBX_FAULT_XML:
      sbx_response_set (response, status ? status : 404, "application/xml; charset=utf-8",
                        "<error xmlns=\"http://docs.oasis-open.org/odata/ns/metadata\"><code>NoEnvironment</code>"
                        "<message>Environment does not exist.</message></error>");
      break;
    case SBX_FAULT_BRACKETS:
      sbx_response_set (response, status ? status : 200, "application/json; odata.metadata=minimal", NULL);
      g_string_set_size (response->body, 100000);
      memset (response->body->str, '[', 100000);
      break;
    case SBX_FAULT_GARBAGE:
      sbx_response_set (response, status ? status : 200, "application/json", NULL);
      g_string_set_size (response->body, GARBAGE_BYTES);
      for (gsize i = 0; i < GARBAGE_BYTES; i++)
        response->body->str[i] = (char) (33 + i * 2654435761u % 90);
      break;
    case SBX_FAULT_GZIP_BOMB:
      {
        gsize size;
        const char *bytes = g_bytes_get_data (bomb (), &size);

        sbx_response_set (response, status ? status : 200, "application/json", NULL);
        sbx_response_header (response, "Content-Encoding", "gzip");
        g_string_append_len (response->body, bytes, (gssize) size);
        break;
      }
    case SBX_FAULT_NONE:
    case SBX_FAULT_DROP_BEFORE:
    case SBX_FAULT_DROP_AFTER:
    case SBX_FAULT_COMMIT_LATE:
    case SBX_FAULT_QUEUE:
    case SBX_FAULT_TRUNCATE:
    case SBX_FAULT_SLOW:
    default:
      break;
    }
}

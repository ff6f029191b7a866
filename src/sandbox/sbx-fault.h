/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* What goes wrong. "Not handled": the service never sees the request; "handled": it did what was asked. */
typedef enum
{
  SBX_FAULT_NONE,
  SBX_FAULT_DROP_BEFORE,   /* not handled, connection closed */
  SBX_FAULT_DROP_AFTER,    /* handled, connection closed */
  SBX_FAULT_504_AFTER,     /* handled, 504 with HTML */
  SBX_FAULT_429,           /* not handled */
  SBX_FAULT_503,           /* not handled */
  SBX_FAULT_COMMIT_LATE,   /* connection closed now, handled after seconds */
  SBX_FAULT_QUEUE,         /* held for seconds, then handled and answered */
  SBX_FAULT_TRUNCATE,      /* handled; half of the answer, then closed */
  SBX_FAULT_MALFORMED,     /* handled; an answer that is no JSON */
  SBX_FAULT_409,           /* not handled; "Another user has already changed the record." */
  SBX_FAULT_DEADLOCK,      /* not handled; the deadlock text */
  SBX_FAULT_LOCK,          /* not handled; the text of a lock that was waited for in vain */
  SBX_FAULT_EXPIRED_TOKEN, /* not handled; 401 */
  SBX_FAULT_SLOW,          /* handled; one byte a second */
  SBX_FAULT_GZIP_BOMB,     /* not handled; 256 MiB in a small gzip body */
  SBX_FAULT_BRACKETS,      /* not handled; 100 000 '[' */
  SBX_FAULT_HTML,          /* not handled; 502 with HTML */
  SBX_FAULT_XML,           /* not handled; 404 with XML */
  SBX_FAULT_GARBAGE,       /* not handled; 200 with 20 MB of garbage */
  SBX_FAULT_SKIP_TOKEN,    /* not handled; SkipTokenIsNoLongerValid */
} SbxFaultKind;

typedef struct
{
  SbxFaultKind kind;
  char        *service; /* NULL: any */
  char        *method;  /* NULL: any */
  GRegex      *path;    /* of path?query; NULL: any */
  gint64       after;   /* matches still to be let through */
  gint64       hits;    /* struck so far */
  gint64       times;   /* still to strike; -1: for ever */
  double       seconds;
  int          retry_after; /* seconds; -1: none; -2: as the service does */
  guint        status;  /* of the answer, where it makes sense; 0: the usual one */
  gboolean     commit;  /* handle the request all the same, before answering */
  int          signal;  /* for the program that asked: when its request is there, or its answer is slow to come */
  gint64       victim;  /* the process that got it last; 0: none */
  guint64      id;
} SbxFault;

typedef struct _SbxFaults SbxFaults;

SbxFaults      *sbx_faults_new      (void);
void            sbx_faults_free     (SbxFaults *faults);
/* "kind=429,service=bc,method=POST,path=regex,after=1,times=2,seconds=3,retry_after=1" */
gboolean        sbx_faults_add_text (SbxFaults *faults, const char *text, GError **error);
gboolean        sbx_faults_add_json (SbxFaults *faults, JsonObject *object, GError **error);
void            sbx_faults_clear    (SbxFaults *faults);
guint           sbx_faults_size     (SbxFaults *faults);
/* The fault that strikes this request, counted down; FALSE: none. Nothing in it is the caller's to free. */
gboolean        sbx_faults_take     (SbxFaults *faults, const char *service, const char *method, const char *target,
                                     SbxFault *out);
/* Notes which process got the signal of a fault that was taken. */
void            sbx_faults_note     (SbxFaults *faults, const SbxFault *taken, gint64 victim);
/* {"faults":[{"kind":"429","hits":1,"times":0,"victim":0,…}]}; hits grows as soon as the request is there. */
void            sbx_faults_write    (SbxFaults *faults, GString *out);
const char     *sbx_fault_name      (SbxFaultKind kind);

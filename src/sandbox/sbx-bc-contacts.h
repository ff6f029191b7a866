/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-bc-private.h"

/* The contacts of a customer, as the page "Contacts Information" shows them; NULL: none. The call keeps the table. */
SbxTable   *sbx_contacts_of      (SbxCall *call, SbxRow *customer);
/* customers({id})/contactsInformation */
gboolean    sbx_call_contacts_of (SbxCall *call, SbxRow *customer, SbxProblem *problem);
/* contactsInformation?$filter=relatedId eq … and relatedType eq 'Customer' */
gboolean    sbx_call_contacts    (SbxCall *call, SbxProblem *problem);
/* What follows from the values of a contact that is made or changed, which has its number. */
gboolean    sbx_contact_finish   (SbxCompany *company, SbxRow *row, SbxProblem *problem);

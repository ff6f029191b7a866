-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a ledger of version 1 may hold.
INSERT INTO documents VALUES
  (1, 6, '0b7a4b1e-0d52-4e9f-8d5c-3a0b8f3f9a01', 1, '4512', 'v1', '', '0b7a4b1e-0d52-4e9f-8d5c-3a0b8f3f9a02', '004512',
   '0b7a4b1e-0d52-4e9f-8d5c-3a0b8f3f9a03', '0b7a4b1e-0d52-4e9f-8d5c-3a0b8f3f9a04', '10000', 'Adatum SA', '2026-08-20', '',
   250000, 300000, 51240000, 10760000, 62000000, 'invoice', 'created', '', '', '', '', '4512',
   '0b7a4b1e-0d52-4e9f-8d5c-3a0b8f3f9a05', 'S-INV103210', 'Draft', '', 1787562753000000, 1787562754000000, NULL, 0, 1, 0,
   'Els', 1787562700000000, 'Ready for ERP', 1787500000000000, 1, '', 1787500000000000, 1787562755000000);
INSERT INTO lines VALUES
  (1, 1, '0b7a4b1e-0d52-4e9f-8d5c-3a0b8f3f9a06', 1, 'part', '0b7a4b1e-0d52-4e9f-8d5c-3a0b8f3f9a07', 'item',
   '0b7a4b1e-0d52-4e9f-8d5c-3a0b8f3f9a08', '1896-S', 'Pompe de circulation', 'PCS', 100000, 51240000, 0, 51240000, 2100000,
   '21', '0b7a4b1e-0d52-4e9f-8d5c-3a0b8f3f9a09', '', 1);
INSERT INTO audit VALUES
  (1, 1787562700000000, 'Els', 'desk', '0.0.1', 'approve', 1, 'ready', 'approved', ''),
  (2, 1787562755000000, 'passerelle', 'desk', '0.0.1', 'made', 1, 'creating', 'created', ''),
  (3, 1787562650000000, 'Els', 'desk', '0.0.1', 'unskip', 1, 'skipped', 'found', '');
INSERT INTO links VALUES
  (1, 'customer', '0b7a4b1e-0d52-4e9f-8d5c-3a0b8f3f9a04', '0b7a4b1e-0d52-4e9f-8d5c-3a0b8f3f9a03', '10000', 'code', 1787500000000000);

-- Ciphertexts that may be forged (docs/states.md, "Compromised").

-- From when on nothing that was sealed under the version in good faith turns up any more. Null until a sweep behind its consumers'
-- acknowledgements of a successor has been through every target, and while the version is active.
alter table keyrotation_key_version add settles_at text null;

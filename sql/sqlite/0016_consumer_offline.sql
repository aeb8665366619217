-- For how long a consumer's key rings may seal after their last refresh: its own setting. NULL = it registered before it said so.
alter table keyrotation_consumer add max_offline_seconds integer null;

using Npgsql;

namespace KeyRotation.Checker.Witnesses;

/// <summary>
/// Triggers of the tests' own that note what nobody can tell afterwards: which live consumers did not hold a version when it was activated,
/// and who acted under a claim that another process had taken. Processes are told apart by the application name of their sessions. What a
/// transaction did that was rolled back is not noted.
/// </summary>
public static class Witness
{
    /// <param name="connectionString">A migrated store.</param>
    /// <param name="consumerLease">As the processes have it: who came back while the activation ran is not a consumer that it forgot.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task InstallAsync(string connectionString, TimeSpan consumerLease, CancellationToken cancellationToken = default)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(Script.Replace("{lease}", $"{(long)consumerLease.TotalMilliseconds} milliseconds", StringComparison.Ordinal));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Before the store goes back to an older copy: what the emergencies' events excuse goes with these events. What they do not excuse stays.
    /// Epochs of claims begin anew where the copy has them: who took one before is not who takes it now.
    /// </summary>
    public const string BeforeRestore =
        """
        delete from witness.unready_consumer u
        using keyrotation.audit_event e
        where e.action = 'key.activated' and e.key_type = u.key_type and e.key_version = u.version
          and u.consumer = any(string_to_array(convert_from(e.canonical, 'UTF8')::jsonb -> 'details' ->> 'without', ', '));
        truncate witness.taken
        """;

    private const string Script =
        """
        create schema witness;
        create table witness.unready_consumer (key_type text, number bigint, version integer, consumer text, at timestamptz);
        create table witness.taken (claim text, epoch bigint, taken_by text, primary key (claim, epoch));
        create table witness.stale_act (what text, taken_by text, done_by text, at timestamptz);
        create table witness.act_count (backend integer primary key, acts bigint);

        create function witness.see_activation() returns trigger language plpgsql as $$
        begin
            insert into witness.unready_consumer
            select new.key_type, new.number, new.version, c.name || ' on ' || c.host, clock_timestamp()
            from keyrotation.consumer c
            cross join keyrotation.store s
            join keyrotation.key_version v on v.key_type = new.key_type and v.version = new.version
            left join keyrotation.consumer_acknowledgement a on a.consumer_id = c.consumer_id and a.key_type = new.key_type and a.incarnation_id = s.incarnation_id
            where c.signed_off_at is null and c.lease_until > clock_timestamp() and c.lease_until - interval '{lease}' < now()
              and (a.versions is null or (a.versions::jsonb ->> new.version::text) is distinct from encode(v.check_value, 'hex'));
            return null;
        end;
        $$;
        create trigger witness_sees_activation after insert on keyrotation.activation for each row execute function witness.see_activation();

        create function witness.act(claim text, epoch bigint, is_taken boolean, what text) returns void language plpgsql as $$
        declare
            here text := current_setting('application_name');
            taker text;
        begin
            if is_taken then
                insert into witness.taken values (act.claim, act.epoch, here) on conflict do nothing;
                return;
            end if;
            insert into witness.act_count values (pg_backend_pid(), 1) on conflict (backend) do update set acts = witness.act_count.acts + 1;
            select t.taken_by into taker from witness.taken t where t.claim = act.claim and t.epoch = act.epoch;
            if taker <> here then
                insert into witness.stale_act values (act.what || ' under ' || act.claim || ' of epoch ' || act.epoch, taker, here, clock_timestamp());
            end if;
        end;
        $$;

        create function witness.see_claim() returns trigger language plpgsql as $$
        begin
            if tg_op = 'INSERT' or new.epoch <> old.epoch then
                perform witness.act(new.name, new.epoch, true, null);
            -- A slot is its rotation's: whichever process works on one of its ranges keeps it.
            elsif new.holder not like 'rotation %' and new.expires_at is distinct from old.expires_at then
                perform witness.act(new.name, new.epoch, false, 'a transaction');
            end if;
            return null;
        end;
        $$;
        create trigger witness_sees_claim after insert or update on keyrotation.claim for each row execute function witness.see_claim();

        -- Ranges that are claimed by themselves have a holder and an epoch in their row.
        create function witness.see_range() returns trigger language plpgsql as $$
        declare
            o jsonb := to_jsonb(old);
            n jsonb := to_jsonb(new);
            name text := 'range ' || new.work_id || ' ' || new.target || ' ' || new.pass || ' ' || new.range_number;
        begin
            if n ->> 'holder' is null then
                return null;
            end if;
            if n -> 'holder' is distinct from o -> 'holder' or n -> 'epoch' is distinct from o -> 'epoch' then
                perform witness.act(name, (n ->> 'epoch')::bigint, true, null);
            elsif new.batch_number <> old.batch_number then
                perform witness.act(name, (n ->> 'epoch')::bigint, false, 'batch ' || new.batch_number);
            end if;
            return null;
        end;
        $$;
        create trigger witness_sees_range after update on keyrotation.migration_range for each row execute function witness.see_range();
        """;
}

using System.Globalization;
using KeyRotation.Policies;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Policies;

/// <summary>The policies that the cluster runs by, in the control store.</summary>
internal sealed class PolicyLedger(ControlStore store) : IPolicyLedger
{
    // Nodes that start at the same moment, one after the other: the first row of a key type is inserted once.
    private static readonly Statement Serialize = new("update keyrotation.store set created_at = created_at where id = 1");

    private static readonly Statement All = new(
        """
        select key_type as KeyType, rotation_seconds as RotationSeconds, former_seconds as FormerSeconds, grace_seconds as GraceSeconds,
               priority as Priority, protects as Protects, targets as Targets, configured_by as ConfiguredBy
        from keyrotation.key_type_policy
        """);

    private static readonly Statement Insert = new(
        """
        insert into keyrotation.key_type_policy (key_type, rotation_seconds, grace_seconds, priority, protects, targets, configured_by, configured_at)
        select @KeyType, @RotationSeconds, @GraceSeconds, @Priority, @Protects, @Targets, @ConfiguredBy, @now
        where not exists (select 1 from keyrotation.key_type_policy where key_type = @KeyType)
        """);

    private static readonly Statement Update = new(
        """
        update keyrotation.key_type_policy
        set former_seconds = case when rotation_seconds <> @RotationSeconds then rotation_seconds else former_seconds end,
            rotation_seconds = @RotationSeconds, grace_seconds = @GraceSeconds, priority = @Priority, protects = @Protects,
            targets = @Targets, configured_by = @ConfiguredBy, configured_at = @now
        where key_type = @KeyType
        """);

    public Task<IReadOnlyList<PolicyDifference>> RecordAsync(
        IReadOnlyList<KeyTypePolicy> policies, IReadOnlyDictionary<string, string> targets, string by, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.Database.InTransactionAsync<IReadOnlyList<PolicyDifference>>(async session =>
        {
            await session.ExecuteAsync(Serialize).ConfigureAwait(false);
            var before = (await session.QueryAsync<PolicyRow>(All).ConfigureAwait(false)).ToDictionary(row => row.KeyType);
            var differences = new List<PolicyDifference>();
            foreach (var policy in policies)
            {
                var here = PolicyRow.Of(policy, targets.GetValueOrDefault(policy.Name, ""), by);
                var parameters = new { here.KeyType, here.RotationSeconds, here.GraceSeconds, here.Priority, here.Protects, here.Targets, here.ConfiguredBy, now = (Instant)now };
                if (!before.TryGetValue(policy.Name, out var was))
                {
                    await session.ExecuteAsync(Insert, parameters).ConfigureAwait(false);
                }
                else if (here.DifferencesFrom(was) is { Count: > 0 } differ)
                {
                    differences.AddRange(differ);
                    await session.ExecuteAsync(Update, parameters).ConfigureAwait(false);
                }
            }
            return differences;
        }, cancellationToken);

    public Task<IReadOnlyList<PolicyDifference>> CompareAsync(
        IReadOnlyList<KeyTypePolicy> policies, IReadOnlyDictionary<string, string> targets, CancellationToken cancellationToken) =>
        store.Database.ReadAsync<IReadOnlyList<PolicyDifference>>(async session =>
        {
            var before = (await session.QueryAsync<PolicyRow>(All).ConfigureAwait(false)).ToDictionary(row => row.KeyType);
            return
            [
                .. policies.Where(policy => before.ContainsKey(policy.Name))
                    .SelectMany(policy => PolicyRow.Of(policy, targets.GetValueOrDefault(policy.Name, ""), "").DifferencesFrom(before[policy.Name])),
            ];
        }, cancellationToken);

    public Task<IReadOnlyDictionary<string, TimeSpan>> FormerIntervalsAsync(CancellationToken cancellationToken) =>
        store.Database.ReadAsync<IReadOnlyDictionary<string, TimeSpan>>(async session =>
        {
            var rows = await session.QueryAsync<PolicyRow>(All).ConfigureAwait(false);
            return rows.Where(row => row.FormerSeconds is not null).ToDictionary(row => row.KeyType, row => TimeSpan.FromSeconds(row.FormerSeconds!.Value));
        }, cancellationToken);

    private sealed class PolicyRow
    {
        public required string KeyType { get; init; }
        public long RotationSeconds { get; init; }
        public long? FormerSeconds { get; init; }
        public long GraceSeconds { get; init; }
        public required string Priority { get; init; }
        public required string Protects { get; init; }
        public required string Targets { get; init; }
        public required string ConfiguredBy { get; init; }

        public static PolicyRow Of(KeyTypePolicy policy, string targets, string by) => new()
        {
            KeyType = policy.Name,
            RotationSeconds = (long)policy.RotationInterval.TotalSeconds,
            GraceSeconds = (long)policy.GracePeriod.TotalSeconds,
            Priority = policy.Priority.ToSnakeCase(),
            Protects = policy.Protects.ToSnakeCase(),
            Targets = targets,
            ConfiguredBy = by,
        };

        public IReadOnlyList<PolicyDifference> DifferencesFrom(PolicyRow was) =>
        [
            .. Differences(was, "RotationDays", Days(RotationSeconds), Days(was.RotationSeconds)),
            .. Differences(was, "GraceDays", Days(GraceSeconds), Days(was.GraceSeconds)),
            .. Differences(was, "Priority", Priority, was.Priority),
            .. Differences(was, "Protects", Protects, was.Protects),
            .. Differences(was, "Targets", Targets, was.Targets),
        ];

        private IEnumerable<PolicyDifference> Differences(PolicyRow was, string setting, string here, string before) =>
            here == before ? [] : [new PolicyDifference(KeyType, setting, here, before, was.ConfiguredBy)];

        private static string Days(long seconds) => (seconds / 86_400d).ToString("0.##", CultureInfo.InvariantCulture);
    }
}

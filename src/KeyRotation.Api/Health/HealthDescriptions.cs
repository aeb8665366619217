using KeyRotation.Api.Descriptions;
using KeyRotation.Status;
using Microsoft.AspNetCore.Http;

namespace KeyRotation.Api.Health;

/// <summary>What <see cref="HealthEndpoint"/> and <see cref="ProbeEndpoints"/> say of themselves.</summary>
internal static class HealthDescriptions
{
    public static OperationDescription Read { get; } = new(
        "getHealth", OperationTag.Scheduler, "Show the cluster's health", "Uptime, pending rotations, failure rate, average duration, key ages, open alerts. Always 200: `status` tells.",
        AnswerDescription.Ok("The health of the whole.", new HealthDto(
            HealthState.Healthy, new HealthDto.SchedulerDto(SchedulerState.Active, Enabled: true, UptimeSeconds: 86_400.5, Workers: 3),
            PendingRotations: 1, FailureRate: 0.0238, AverageRotationDuration: 45.3, new KeyAgeDistribution(BelowHalf: 3, BelowInterval: 2, Overdue: 0, SeverelyOverdue: 0, Missing: 0),
            [new HealthDto.KeyAgeDto(Examples.KeyType, AgeSeconds: 2_592_000, AgeRatio: 0.3333)],
            new Dictionary<string, int> { ["critical"] = 0, ["high"] = 0, ["medium"] = 1, ["low"] = 0 })));

    public static OperationDescription Live { get; } = new(
        "probeLive", OperationTag.Probes, "Whether the process runs", "Depends on nothing.",
        AnswerDescription.Ok("It runs.", new ProbeEndpoints.ProbeDto("live")));

    public static OperationDescription Ready { get; } = new(
        "probeReady", OperationTag.Probes, "Whether the process can work", "Asks the store, its schema, the key-encryption key and the clock.",
        AnswerDescription.Ok("It can.", new ProbeEndpoints.ProbeDto("ready")),
        new AnswerDescription(StatusCodes.Status503ServiceUnavailable, "It cannot; the log says why.", typeof(ProbeEndpoints.ProbeDto), new ProbeEndpoints.ProbeDto("not_ready")));
}

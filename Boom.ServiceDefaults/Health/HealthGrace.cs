namespace Boom.ServiceDefaults.Health;

/// <summary>How long a server may be away before a program that needs it is unhealthy; until then it is degraded.</summary>
static class HealthGrace
{
    /// <summary>Longer than a server takes to hand over to a replica that is ready, shorter than the period at which orchestrators look.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(5);
}

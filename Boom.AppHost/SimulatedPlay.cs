namespace Boom.AppHost;

/// <summary>What is the case only where nothing but simulated nights is played and read.</summary>
static class SimulatedPlay
{
    /// <summary>Whether that is so.</summary>
    public static bool IsSimulated(this SystemPlan plan, IDistributedApplicationBuilder builder, Servers servers) =>
        plan.Player.Enabled && plan.Player.Folder.Length == 0 && !servers.IsBrokerNamed && !builder.ExecutionContext.IsPublishMode;

    /// <summary>Where the player writes the catalogues of the simulated sky; null when there is more than that to read.</summary>
    public static string? SimulatedCatalogs(this SystemPlan plan, IDistributedApplicationBuilder builder, Servers servers) =>
        plan.IsSimulated(builder, servers) ? Path.Combine(plan.DataFolder(builder.AppHostDirectory), "simulated-catalogs") : null;
}

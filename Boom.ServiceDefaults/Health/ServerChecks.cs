using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Boom.ServiceDefaults.Health;

/// <summary>Registration of the checks of servers.</summary>
public static class ServerChecks
{
    /// <summary>Adds a check that a server answers.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="name">Name of the check.</param>
    /// <param name="patience">How long the server is given; null for the default.</param>
    /// <param name="ask">Asks it for a sign of life.</param>
    public static void AddServerCheck(
        this IHostApplicationBuilder builder, string name, TimeSpan? patience, Func<IServiceProvider, CancellationToken, Task> ask)
    {
        // One for all looks: it knows since when the server is away.
        builder.Services.AddKeyedSingleton(name, (provider, _) => new ServerHealthCheck(
            token => ask(provider, token), provider.GetRequiredService<TimeProvider>(), patience ?? ServerHealthCheck.Patience));
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            name, provider => provider.GetRequiredKeyedService<ServerHealthCheck>(name), failureStatus: null, tags: null));
    }
}

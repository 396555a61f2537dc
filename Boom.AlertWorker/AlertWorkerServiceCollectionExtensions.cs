using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boom.AlertWorker;

/// <summary>Registration of the alert stage.</summary>
public static class AlertWorkerServiceCollectionExtensions
{
    /// <summary>
    /// Adds the alert workers of a survey. Needs an <see cref="IAlertStore"/> and a factory of queues by name
    /// (<see cref="Func{T, TResult}"/> from string to <see cref="ILeasedQueue"/>).
    /// </summary>
    public static IServiceCollection AddAlertWorker(this IServiceCollection services, Survey survey)
    {
        services.AddStageOptions<AlertWorkerOptions>(AlertWorkerOptions.Section);
        services.TryAddSingleton(SurveyCatalog.Default);
        services.TryAddSingleton<StagePulses>();
        services.TryAddSingleton<LeaseGate>();
        services.AddSingleton<AlertWorkerTelemetry>();
        return services.AddSingleton<IHostedService>(provider => new AlertWorker(
            provider.GetRequiredService<SurveyCatalog>()[survey],
            provider.GetRequiredService<Func<string, ILeasedQueue>>(),
            provider.GetRequiredService<IAlertStore>(),
            provider.GetRequiredService<IOptions<AlertWorkerOptions>>(),
            provider.GetRequiredService<AlertWorkerTelemetry>(),
            provider.GetRequiredService<StagePulses>(),
            provider.GetRequiredService<LeaseGate>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<AlertWorker>>()));
    }
}

using System.Globalization;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boom.Hosting.Retention;

/// <summary>Registration of the retention.</summary>
public static class RetentionRegistration
{
    /// <summary>Removes what is old, and pages that no object refers to, beside the workers of a program, once for all surveys.</summary>
    public static IServiceCollection AddRetention(this IServiceCollection services, IConfiguration configuration)
    {
        var options = ProgramSettings.ReadRetention(configuration);
        services.TryAddSingleton<RetentionTelemetry>();
        services.TryAddSingleton(provider => new RetentionSweep(
            provider.GetRequiredService<IAlertStore>(), options, [.. provider.GetRequiredService<SurveyCatalog>().Supported],
            string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}"),
            provider.GetRequiredService<RetentionTelemetry>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RetentionService>(provider => new RetentionService(
            provider.GetRequiredService<RetentionSweep>(), provider.GetRequiredService<RetentionTelemetry>(), provider.GetRequiredService<StagePulses>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RetentionService>>())));
        return services;
    }
}

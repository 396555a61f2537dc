using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Boom.AppHost;

/// <summary>The health of a program with the reasons that it gives: a status code says that something is wrong, and not what.</summary>
static class HealthReport
{
    const string Path = "/health";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Adds the check of a program, <c>NAME_http_/health_check</c>.</summary>
    public static IResourceBuilder<ProjectResource> WithHealthReport(this IResourceBuilder<ProjectResource> program)
    {
        var name = $"{program.Resource.Name}_http_{Path}_check";
        var endpoint = program.GetEndpoint("http");
        program.ApplicationBuilder.Services.AddHealthChecks().Add(new HealthCheckRegistration(name, _ => new Check(endpoint), HealthStatus.Unhealthy, tags: null));
        return program.WithHealthCheck(name);
    }

    /// <summary>Reads the answer of <c>/health</c>.</summary>
    internal static HealthCheckResult Read(string answer)
    {
        using var report = JsonDocument.Parse(answer);
        if (!Enum.TryParse<HealthStatus>(report.RootElement.GetProperty("status").GetString(), out var status))
            throw new JsonException("The report has no status.");
        var details = report.RootElement.GetProperty("checks").EnumerateObject()
            .Where(check => check.Value.GetProperty("status").GetString() != nameof(HealthStatus.Healthy) && check.Value.TryGetProperty("detail", out _))
            .Select(check => $"{check.Name}: {check.Value.GetProperty("detail").GetString()}");
        return new HealthCheckResult(status, string.Join(' ', details));
    }

    sealed class Check(EndpointReference endpoint) : IHealthCheck
    {
        static readonly HttpClient Http = new() { Timeout = Patience };

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            if (!endpoint.IsAllocated)
                return HealthCheckResult.Unhealthy("It has no address yet.");
            try
            {
                using var answer = await Http.GetAsync(new Uri($"{endpoint.Url}{Path}"), cancellationToken);
                return Read(await answer.Content.ReadAsStringAsync(cancellationToken));
            }
            catch (Exception fault) when (fault is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException
                || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                return HealthCheckResult.Unhealthy($"{Path} does not answer: {fault.Message}");
            }
        }
    }
}

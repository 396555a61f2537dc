using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;

namespace Boom.AppHost.Tests.Deployment;

/// <summary>Where the model asks for the health of a program.</summary>
static partial class HealthPath
{
    /// <summary>The path, out of the name of its check: <c>consumer-ztf_http_/health_check</c>.</summary>
    public static string Of(Model model, string program) =>
        Name().Match(Assert.Single(model[program].Annotations.OfType<HealthCheckAnnotation>()).Key).Groups[1].Value;

    [GeneratedRegex("_http_(/[a-z]+)_check$")]
    private static partial Regex Name();
}

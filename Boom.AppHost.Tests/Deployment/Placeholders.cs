using System.Globalization;
using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;

namespace Boom.AppHost.Tests.Deployment;

/// <summary>What the placeholders of the model become in a deployment.</summary>
static partial class Placeholders
{
    /// <summary>Fills in addresses and connection strings, as all containers are in one network under their names.</summary>
    /// <param name="model">The model.</param>
    /// <param name="text">Text with placeholders such as <c>{valkey.bindings.tcp.host}</c>.</param>
    /// <param name="parameter">The value of a parameter.</param>
    public static string Fill(Model model, string text, Func<string, string> parameter) => Placeholder().Replace(text, match =>
    {
        var (resource, rest) = (match.Groups[1].Value, match.Groups[2].Value);
        return rest switch
        {
            "value" => parameter(resource),
            "connectionString" => Fill(model, model.Connection(resource), parameter),
            "bindings.http.targetPort" => DeploymentFiles.Port,
            "bindings.tcp.host" => resource,
            "bindings.tcp.port" => model[resource].Annotations.OfType<EndpointAnnotation>().Single().TargetPort!.Value.ToString(CultureInfo.InvariantCulture),
            _ => throw new FormatException($"{match.Value} of the model is not known here."),
        };
    });

    [GeneratedRegex(@"\{([a-z0-9-]+)\.([A-Za-z.]+)\}")]
    private static partial Regex Placeholder();
}

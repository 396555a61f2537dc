using System.CommandLine;
using Boom.ServiceDefaults;

namespace Boom.Cli.Parsing;

/// <summary>The option <c>--http-port</c>.</summary>
internal static class HttpPortOption
{
    public static Option<PortChoice?> Create() => new("--http-port")
    {
        Description = $"Port of /health, /alive and /metrics on this machine: 9090+ is that or the next free one, 0 any; default {PortChoice.Default}, and none if it is taken.",
        HelpName = "PORT",
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (PortChoice.TryParse(text, out var choice))
                return choice;
            result.AddError($"--http-port is '{text}'; {PortChoice.Help}.");
            return null;
        },
    };
}

using System.Net.Sockets;
using Boom.Hosting;
using Boom.ServiceDefaults;

namespace Boom.Embedded.Pipeline;

/// <summary>The port of health and metrics of a run.</summary>
/// <param name="Choice">The port.</param>
/// <param name="IsAsked">Whether the command line asks for it: then it must be had, and is told.</param>
public sealed record HttpPort(PortChoice Choice, bool IsAsked)
{
    const string CollectorKey = "OTEL_EXPORTER_OTLP_ENDPOINT";
    const int LastPort = 65_535;

    static readonly Dictionary<string, string?> NoSettings = [];

    /// <summary>As the option says, else the environment (<c>Http__Port</c>), else the default.</summary>
    public static HttpPort Read(PortChoice? option) =>
        new(option ?? PortChoice.Read(ProgramSettings.FromEnvironment()), IsAsked: option is not null);

    /// <summary>Opens the site of a run; null when its port is taken and nobody has asked for it.</summary>
    /// <param name="host">The pipeline.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="warn">Hears of a port that is taken.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<HealthSite?> OpenAsync(
        PipelineHost host, PipelineSettings settings, Action<string> warn, CancellationToken cancellationToken)
    {
        if (settings.Http is not { } http)
            return null;
        var choice = http.Choice;
        while (true)
        {
            try
            {
                return await HealthSite.OpenAsync(host, settings.Surveys, choice, NoSettings, cancellationToken);
            }
            catch (Exception fault) when (IsAddressFault(fault))
            {
                if (choice.OrNext && choice.Port < LastPort)
                {
                    // Free when it was looked at, and taken since by another that looked at the same time.
                    choice = choice with { Port = choice.Port + 1 };
                }
                else if (http.IsAsked)
                {
                    throw new ExitException(
                        ExitCode.Missing,
                        $"Port {choice.Port} cannot be used for health and metrics: give another with --http-port, or {choice.Port}+ for the next free one.",
                        fault);
                }
                else if (choice.Port > 0 && !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(CollectorKey)))
                {
                    warn($"Port {choice.Port} cannot be used for health and metrics; what goes to the collector goes there all the same.");
                    choice = new PortChoice(0, OrNext: false);
                }
                else
                {
                    warn($"Port {choice.Port} cannot be used, so there are no health, metrics and traces of this run: --http-port {choice.Port}+ takes the next free one.");
                    return null;
                }
            }
        }
    }

    static bool IsAddressFault(Exception fault) => fault is IOException or SocketException && fault.GetBaseException() is SocketException;
}

using System.Net.Sockets;
using Boom.Core.Resilience;
using Boom.Core.Text;
using Boom.Hosting.Clients;
using Boom.Hosting.Stages;
using Boom.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boom.Hosting;

/// <summary>
/// The life of a program that runs a stage: configuration from environment and arguments, health and metrics over HTTP, an orderly end on SIGTERM
/// and SIGINT, and an exit code that says how it went (<see cref="ExitCode"/>).
/// </summary>
public static class BoomProgram
{
    /// <summary>Runs a stage until it is stopped. Faults of the start are told on the error stream, a sentence each.</summary>
    /// <param name="args">Arguments such as <c>--Surveys ztf</c>.</param>
    /// <param name="stage">The stage; its workers are for the surveys that the configuration asks for.</param>
    public static async Task<int> RunAsync(string[] args, IStage stage)
    {
        var name = stage.ProgramName;
        try
        {
            var builder = WebApplication.CreateSlimBuilder(args);
            builder.AddServiceDefaults(name);
            var surveys = SurveySelection.Read(builder.Configuration);
            stage.AddClients(builder);
            builder.AddBoomValkey().AddBoomStore(surveys);
            builder.WatchQueues(surveys.SelectMany(stage.Queues));
            builder.Services.AddStages(builder.Configuration, surveys, stage);
            await using var app = builder.Build();
            app.MapDefaultEndpoints();

            // Not RunAsync: it disposes of the workers before they can be asked how they ended.
            try
            {
                await app.StartAsync();
                app.Logger.LogInformation("Health and metrics: {Addresses}", string.Join(", ", app.Urls));
                await app.WaitForShutdownAsync();
            }
            catch (OperationCanceledException)
            {
                // Asked to end, or ended by a worker, before the start was over.
            }

            return await ExitCodeOfAsync(app.Services, name);
        }
        catch (Exception fault) when (Explain(fault) is not null)
        {
            var (code, sentences) = Explain(fault)!.Value;
            foreach (var sentence in sentences)
                await Console.Error.WriteLineAsync($"{name}: {VisibleText.Of(sentence)}");
            return code;
        }
    }

    static async Task<int> ExitCodeOfAsync(IServiceProvider services, string name)
    {
        foreach (var stage in services.GetServices<IHostedService>().OfType<BackgroundService>())
        {
            if (stage.ExecuteTask is not { IsCompleted: true } ended)
                continue;
            try
            {
                await ended;
            }
            catch (OperationCanceledException fault) when (fault.CancellationToken.IsCancellationRequested)
            {
                // Stopped before it had begun.
            }
            catch (PermanentFaultException fault)
            {
                await Console.Error.WriteLineAsync($"{name}: {fault.Message}");
                return (int)ExitCode.Missing;
            }
            catch (Exception fault)
            {
                services.GetRequiredService<ILoggerFactory>().CreateLogger(nameof(BoomProgram))
                    .LogCritical(fault, "A worker has ended: {Reason}", fault.Message);
                return (int)ExitCode.BadNews;
            }
        }

        return (int)ExitCode.Done;
    }

    static (int Code, IEnumerable<string> Sentences)? Explain(Exception fault) => fault switch
    {
        OptionsValidationException options => ((int)ExitCode.Usage, options.Failures),
        ConfigurationFaultException => ((int)ExitCode.Usage, fault.Message.Split(Environment.NewLine)),
        InvalidOperationException when fault.Message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal)
            => ((int)ExitCode.Usage, [fault.Message]),
        PermanentFaultException => ((int)ExitCode.Missing, [fault.Message]),
        IOException or SocketException when IsAddressFault(fault)
            => ((int)ExitCode.Missing, [$"The port for health and metrics cannot be used ({fault.GetBaseException().Message}): give another with Http:Port, e.g. --Http:Port 9091."]),
        _ => null,
    };

    static bool IsAddressFault(Exception fault) => fault.GetBaseException() is SocketException
    {
        SocketErrorCode: SocketError.AddressAlreadyInUse or SocketError.AccessDenied or SocketError.AddressNotAvailable,
    };
}

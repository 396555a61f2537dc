using Microsoft.Extensions.Hosting;

namespace Boom.Cli.Hosting;

/// <summary>Leaves signals to the command line, which stops the host itself.</summary>
internal sealed class SilentLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

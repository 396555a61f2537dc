using Microsoft.Extensions.Hosting;

namespace Boom.Embedded.Pipeline;

/// <summary>Leaves signals to the command line, which stops the host itself.</summary>
sealed class SilentLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

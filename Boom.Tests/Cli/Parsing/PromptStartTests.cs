using System.CommandLine;
using System.CommandLine.Invocation;
using Boom.Cli.Parsing;
using Xunit;

namespace Boom.Tests.Cli.Parsing;

public sealed class PromptStartTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // Ctrl+C is listened to only when the task of the work is there.
    [Fact]
    public async Task InvokeAsync_WorkThatWaitsForNothing_IsGivenBeforeItsEnd()
    {
        using var given = new ManualResetEventSlim();
        var inner = new Command("inner");
        inner.SetAction((_, cancellationToken) => Task.FromResult(given.Wait(Patience, cancellationToken) ? 7 : 1));
        var outer = new Command("outer") { inner };
        PromptStart.Apply(outer);

        var work = ((AsynchronousCommandLineAction)inner.Action!).InvokeAsync(outer.Parse("inner"), TestContext.Current.CancellationToken);
        given.Set();

        Assert.Equal(7, await work);
    }
}

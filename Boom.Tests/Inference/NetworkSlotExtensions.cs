using Boom.Inference;
using Xunit;

namespace Boom.Tests.Inference;

static class NetworkSlotExtensions
{
    /// <summary>Runs a network on this thread; answers why there is no score, null when there is one.</summary>
    public static string? Run(this NetworkSlot slot, int network, out float score)
    {
        var run = slot.RunAsync(network);
        Assert.True(run.IsCompletedSuccessfully);
        var outcome = run.GetAwaiter().GetResult();
        score = outcome.Score;
        return outcome.Reason;
    }
}

using Boom.Core.Resilience;
using Boom.Embedded.Servers;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.Embedded.Servers;

/// <summary>A server that takes a moment at the start of a run, and one that never answers.</summary>
public sealed class FirstAnswerTests
{
    readonly FakeTimeProvider _time = new();
    readonly List<string> _warnings = [];
    int _calls;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OfAsync_ServerAnswersLater_IsWaitedForAndToldOnce()
    {
        var answer = FirstAnswer.OfAsync(_ => Ask(failing: 3), _warnings.Add, _time, Token);

        await AdvanceUntilAsync(answer);

        Assert.Equal(4, await answer);
        Assert.Equal(["The store does not answer. It is waited for up to 30 s."], _warnings);
    }

    [Fact]
    public async Task OfAsync_ServerNeverAnswers_EndsWithWhatToDo()
    {
        var started = _time.GetUtcNow();
        var answer = FirstAnswer.OfAsync(_ => Ask(failing: int.MaxValue), _warnings.Add, _time, Token);

        await AdvanceUntilAsync(answer);

        var fault = await Assert.ThrowsAsync<TransientFaultException>(() => answer);
        Assert.Equal("The store does not answer. It has not answered for 30 s, since the start: start it, or see that its connection string names it.", fault.Message);
        Assert.True(_time.GetUtcNow() - started >= FirstAnswer.Patience);
    }

    // The program ends: nothing goes on by itself.
    [Fact]
    public async Task OfAsync_StoreNeverAnswers_NamesItAndPromisesNothing()
    {
        const string fault = "The store db:27017 does not answer (no server in time): the work goes on by itself when it is back.";
        var answer = FirstAnswer.OfAsync(_ => Ask(failing: int.MaxValue, fault), _warnings.Add, _time, Token);

        await AdvanceUntilAsync(answer);

        Assert.StartsWith(
            "The store db:27017 does not answer (no server in time). It has not answered for 30 s",
            (await Assert.ThrowsAsync<TransientFaultException>(() => answer)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OfAsync_ServerRefuses_EndsAtOnce()
    {
        var answer = FirstAnswer.OfAsync<int>(_ => throw new PermanentFaultException("Wrong password."), _warnings.Add, _time, Token);

        await Assert.ThrowsAsync<PermanentFaultException>(() => answer);
        Assert.Empty(_warnings);
    }

    ValueTask<int> Ask(int failing, string message = "The store does not answer.") => ++_calls > failing ? ValueTask.FromResult(_calls) : throw new TransientFaultException(message);

    async Task AdvanceUntilAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }
}

using Boom.Core.Resilience;
using Boom.ServiceDefaults.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.ServiceDefaults.Health;

public sealed class ServerHealthCheckTests
{
    readonly FakeTimeProvider _time = new();
    Func<Task> _ask = () => Task.CompletedTask;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Check_NoAnswer_IsDegradedWithinItsPatienceAndThenUnhealthy()
    {
        _ask = () => new TaskCompletionSource().Task;
        var check = Create();
        var first = check.CheckHealthAsync(new(), Token);
        Assert.False(first.IsCompleted);
        _time.Advance(ServerHealthCheck.Patience);
        var second = check.CheckHealthAsync(new(), Token);
        _time.Advance(ServerHealthCheck.Patience);

        Assert.Equal(HealthStatus.Degraded, (await first).Status);
        Assert.Equal((HealthStatus.Unhealthy, "no answer within 3 s"), ((await second).Status, (await second).Description));
    }

    [Fact]
    public async Task Check_BackBeforeTheGraceIsOver_BeginsAnew()
    {
        var check = Create();
        _ask = () => throw new TransientFaultException("away");
        Assert.Equal(HealthStatus.Degraded, (await check.CheckHealthAsync(new(), Token)).Status);
        _ask = () => Task.CompletedTask;
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(new(), Token)).Status);
        _time.Advance(HealthGrace.Time);
        _ask = () => throw new TransientFaultException("away");

        Assert.Equal(HealthStatus.Degraded, (await check.CheckHealthAsync(new(), Token)).Status);
    }

    [Fact]
    public async Task Check_Refused_IsUnhealthyAtOnce()
    {
        _ask = () => throw new PermanentFaultException("The password is wrong.");

        var result = await Create().CheckHealthAsync(new(), Token);

        Assert.Equal((HealthStatus.Unhealthy, "The password is wrong."), (result.Status, result.Description));
    }

    ServerHealthCheck Create() => new(_ => _ask(), _time, ServerHealthCheck.Patience);
}

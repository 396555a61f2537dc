using System.Security.Authentication;
using Boom.Core.Resilience;
using Boom.Messaging.Queues;
using StackExchange.Redis;
using Xunit;

namespace Boom.Tests.Messaging.Queues;

public sealed class ValkeyFaultsTests
{
    [Fact]
    public void Of_WhatALostConnectionThrows_IsWaitedFor() => Assert.All(
        new Exception[]
        {
            new RedisConnectionException(ConnectionFailureType.SocketClosed, "closed"),
            new RedisConnectionException(ConnectionFailureType.AuthenticationFailure, "authentication failure", new IOException("reset")),
            new RedisTimeoutException("late", CommandStatus.Sent),
            new InvalidOperationException("Reading is not allowed after reader was completed."),
            new ObjectDisposedException("connection"),
            new IOException("reset"),
            new TaskCanceledException(),
        },
        fault => Assert.Equal("The queue server does not answer (queue q).", Assert.IsType<TransientFaultException>(ValkeyFaults.Of(fault, "queue q")).Message));

    [Theory]
    [InlineData("LOADING Redis is loading the dataset in memory", "is loading its data")]
    [InlineData("OOM command not allowed when used memory > 'maxmemory'. script: 8d57a764c515eeb66b6e51f86ee3b1e32cae6b59, on @user_script:1.", "is out of memory: raise its maxmemory")]
    [InlineData("READONLY You can't write against a read only replica.", "is a replica that takes no writes")]
    [InlineData("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", "lost its primary")]
    [InlineData("MISCONF Errors writing to the AOF file: No space left on device", "cannot write to its disk")]
    [InlineData("ERR max number of clients reached", "maxclients")]
    [InlineData("BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.", "is busy with a script")]
    [InlineData("NOSCRIPT No matching script", "does not answer")]
    public void Of_ReplyThatPasses_SaysWhy(string reply, string reason) =>
        Assert.Contains(reason, Assert.IsType<TransientFaultException>(ValkeyFaults.Of(new RedisServerException(reply), "queue q")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("NOAUTH Authentication required.", "refuses the sign-in")]
    [InlineData("WRONGPASS invalid username-password pair or user is disabled.", "refuses the sign-in")]
    [InlineData("NOPERM this user has no permissions to run the 'evalsha' command", "grant it")]
    [InlineData("ERR The user executing the script can't run this command or subcommand script: 8d57a764c515eeb66b6e51f86ee3b1e32cae6b59, on @user_script:1.", "grant it")]
    [InlineData("DENIED Redis is running in protected mode because protected mode is enabled", "protected mode")]
    [InlineData("WRONGTYPE Operation against a key holding the wrong kind of value script: 8d57a764c515eeb66b6e51f86ee3b1e32cae6b59, on @user_script:7.", "of another type")]
    [InlineData("ERR Unknown Redis command called from script script: 27a2cec75dc56f9ed2ce0934bc3dfd515cf73ab2, on @user_script:1.", "Redis 7 or later")]
    [InlineData("ERR user_script:3: attempt to index a nil value script: d202105f4e5dc31cb5aca35e70605ffefe03a24c, on @user_script:3.", "refuses a call: attempt to index a nil value.")]
    public void Of_ReplyThatStays_IsForSomebodyToMend(string reply, string reason)
    {
        var told = Assert.IsType<PermanentFaultException>(ValkeyFaults.Of(new RedisServerException(reply), "queue q")).Message;

        Assert.Contains(reason, told, StringComparison.Ordinal);
        Assert.DoesNotContain("user_script", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Error: NOAUTH Authentication required. Verify if the Redis password provided is correct. Attempted command: ECHO", true)]
    [InlineData("Error: LOADING Redis is loading the dataset in memory", false)]
    public void Of_ConnectionThatIsNeverMade_TheCauseInsideDecides(string cause, bool isPermanent)
    {
        var fault = new RedisConnectionException(
            ConnectionFailureType.AuthenticationFailure, "The message timed out in the backlog",
            new RedisConnectionException(ConnectionFailureType.AuthenticationFailure, "AuthenticationFailure on valkey:6379", new InvalidDataException(cause)));

        Assert.Equal(isPermanent, ValkeyFaults.Of(fault, "queue q") is PermanentFaultException);
    }

    [Fact]
    public void Of_CertificateThatIsNotTrusted_SaysSo() => Assert.Contains(
        "certificate",
        Assert.IsType<PermanentFaultException>(ValkeyFaults.Of(
            new RedisConnectionException(
                ConnectionFailureType.AuthenticationFailure, "no", new AuthenticationException("The remote certificate is invalid according to the validation procedure.")),
            "")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Of_OurOwnFault_IsNone() => Assert.All(
        new Exception[] { new ArgumentException("too long"), new NotSupportedException() }, fault => Assert.Null(ValkeyFaults.Of(fault, "queue q")));
}

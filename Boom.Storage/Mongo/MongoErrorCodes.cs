using System.Collections.Frozen;

namespace Boom.Storage.Mongo;

/// <summary>
/// What error codes of servers mean to a writer that may try again. Source: the server's own list, <c>src/mongo/base/error_codes.yml</c> of
/// mongodb/mongo, with its categories (RetriableError, NotPrimaryError, ShutdownError, NetworkError, Interruption, ExceededTimeLimitError,
/// SystemOverloadedError, CursorInvalidatedError, SnapshotError, WriteConcernError); what it has in no category is judged by name. Codes beside it: 16500 is
/// the request limit of Cosmos DB, 8000 a refusal of Atlas, -1 an error without code.
/// </summary>
static class MongoErrorCodes
{
    /// <summary>Error of a unique index, <c>_id</c> among them.</summary>
    public const int DuplicateKey = 11000;

    public const int OutOfDiskSpace = 14031;

    /// <summary>The write is there, and not yet where it has to be: it is repeated.</summary>
    public const int WriteConcernTimeout = 64;

    public const int NotWritablePrimary = 10107;

    public const int MaxTimeExpired = 50;

    public const int CommandNotFound = 59;

    /// <summary>An administrator has stopped writes (<c>setUserWriteBlockMode</c>), as for a move between clusters.</summary>
    public const int UserWritesBlocked = 371;

    /// <summary>The server does not take this user, or this user's command, as things are.</summary>
    static readonly FrozenSet<int> Refusals = FrozenSet.Create(
        11, // UserNotFound
        13, // Unauthorized
        18, // AuthenticationFailed
        31, // RoleNotFound
        214, // AuthenticationRestrictionUnmet
        334, // MechanismUnavailable
        8000); // Atlas

    static readonly FrozenSet<int> Passing = FrozenSet.ToFrozenSet(
    [
        .. NotPrimary, .. GoingDown, .. OutOfReach, .. TooLong, .. Overloaded, .. Interrupted, .. Locked, .. Rebuilt, .. Moved, .. NotYetSafe,
    ]);

    /// <summary>
    /// A read concern that the server has not: NotAReplicaSet, ReadConcernMajorityNotEnabled, InvalidOptions, CommandNotSupported, NotImplemented,
    /// InternalErrorNotSupported, BadValue, FailedToParse, TypeMismatch.
    /// </summary>
    static readonly FrozenSet<int> NoSuchOption = FrozenSet.Create(2, 9, 14, 72, 115, 123, 148, 235, 238);

    // LegacyNotPrimary, NotWritablePrimary, NotPrimaryNoSecondaryOk, NotPrimaryOrSecondary, PrimarySteppedDown, InterruptedDueToReplStateChange,
    // ElectionInProgress, StaleTerm, NotYetInitialized, CurrentConfigNotCommittedYet, ConfigurationInProgress, InitialSyncActive.
    static int[] NotPrimary => [10058, NotWritablePrimary, 13435, 13436, 189, 11602, 216, 135, 94, 308, 109, 164];

    // ShutdownInProgress, InterruptedAtShutdown, ServiceExecutorInShutdown, CallbackCanceled, CloseConnectionForShutdownCommand, PeriodicJobIsStopped,
    // and what a server that goes down says of itself: InternalError, UnknownError, no code.
    static int[] GoingDown => [91, 11600, 333, 90, 372, 310, 1, 8, -1];

    // HostUnreachable, HostNotFound, NetworkTimeout, SocketException, ConnectionPoolExpired, ConnectionError, PooledConnectionsDropped,
    // TransportSessionClosed, TransportSessionNotFound, SplitHorizonChange, FailedToSatisfyReadPreference, NoConfigPrimary, ReplicaSetMonitorRemoved,
    // ConfigServerUnreachable, RemoteResultsUnavailable, ReauthenticationRequired, LDAPRoleAcquisitionError, RetriableRemoteCommandFailure.
    static int[] OutOfReach => [6, 7, 89, 9001, 317, 384, 145, 172, 173, 303, 133, 149, 199, 56846, 83, 391, 404, 91331];

    // MaxTimeMSExpired, NetworkInterfaceExceededTimeLimit, ExceededTimeLimit, TransactionExceededLifetimeLimitSeconds,
    // PooledConnectionAcquisitionExceededTimeLimit.
    static int[] TooLong => [MaxTimeExpired, 202, 262, 290, 407];

    // TemporarilyUnavailable, ResourceExhausted, AdmissionQueueOverflow, RateLimitExceeded, PooledConnectionAcquisitionRejected,
    // IngressRequestRateLimitExceeded, TooManyFilesOpen, TooManyLocks, TooManyLogicalSessions, Cosmos DB's request limit, OutOfDiskSpace.
    static int[] Overloaded => [365, 402, 433, 449, 450, 462, 264, 208, 261, 16500, OutOfDiskSpace];

    // Interrupted (killOp), ClientDisconnect, ClientMarkedKilled, CursorKilled, CursorNotFound, CursorInUse, QueryPlanKilled, ObjectIsBusy,
    // InterruptedDueToStorageChange, InterruptedDueToReshardingCriticalSection, InterruptedDueToFCVChange, NoProgressMade, RetryChangeStream,
    // RetryMultiPlanning.
    static int[] Interrupted => [11601, 279, 46841, 237, 43, 143, 175, 314, 355, 453, 10045600, 82, 234, 442];

    // LockTimeout, LockBusy, LockFailed, WriteConflict, ConflictingOperationInProgress, UserWritesBlocked, BackupCursorOpenConflictWithCheckpoint,
    // MigrationBlockingOperationCoordinatorCleaningUp, UpdatesStillPending, InternalTransactionNotSupported (retriable by its category).
    static int[] Locked => [24, 46, 107, 112, 117, UserWritesBlocked, 50915, 406, 412, 358];

    // IndexBuildAborted, IndexBuildAlreadyInProgress, BackgroundOperationInProgressForDatabase, BackgroundOperationInProgressForNamespace,
    // IndexModified, DatabaseDropPending, CollectionIsEmptyLocally.
    static int[] Rebuilt => [276, 285, 12586, 12587, 221, 215, 383];

    // StaleConfig, StaleEpoch, StaleDbVersion, StaleChunkHistory, SnapshotTooOld, SnapshotUnavailable, MigrationConflict, MovePrimaryInProgress,
    // ReshardCollectionInProgress, ReshardingCriticalSectionTimeout, ShardCannotRefreshDueToLocksHeld, PlacementVersionRefreshCanceled,
    // DatabaseMetadataRefreshCanceled, DatabaseMetadataRefreshCanceledDueToFCVTransition, ShardingStateNotInitialized, AddOrRemoveShardInProgress,
    // ChunkRangeCleanupPending, CannotImplicitlyCreateCollection.
    static int[] Moved => [13388, 150, 249, 250, 239, 246, 272, 319, 338, 342, 343, 360, 379, 445, 203, 414, 200, 227];

    // WriteConcernTimeout, UnsatisfiableWriteConcern (members are away), ReadConcernMajorityNotAvailableYet.
    static int[] NotYetSafe => [WriteConcernTimeout, 100, 134];

    /// <summary>Whether the same command may work later, by itself.</summary>
    public static bool Passes(int code) => Passing.Contains(code);

    /// <summary>Whether user, password or right is what is wrong.</summary>
    public static bool IsRefusal(int code) => Refusals.Contains(code);

    /// <summary>Whether this may be how a server says that it lacks an option of a command.</summary>
    public static bool MayLackOption(int code) => NoSuchOption.Contains(code);
}

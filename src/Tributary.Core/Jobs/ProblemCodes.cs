namespace Tributary.Core;

/// <summary>Stable codes of everything that can be wrong; <c>docs/problems.md</c> has a section for each.</summary>
public static class ProblemCodes
{
    /// <summary>A stage that must be read one update at a time stands before one that can only be read as a sum.</summary>
    public const string EachBeforeSum = "TRB0101";

    /// <summary>The aggregator compares contributions, but too few will be readable.</summary>
    public const string TooFewContributions = "TRB0102";

    /// <summary>A stage that bounds or selects the raw update stands after one that needs it weighted.</summary>
    public const string RawStageTooLate = "TRB0103";

    /// <summary>A stage needs another form of numbers than it is given.</summary>
    public const string WrongPayloadKind = "TRB0104";

    /// <summary>A stage's settings cannot work on this update.</summary>
    public const string StageDoesNotFit = "TRB0105";

    /// <summary>A strategy multiplies numbers of single clients, and a stage lets only sums be read.</summary>
    public const string ProductUnderSum = "TRB0106";

    /// <summary>A number of a privacy event is not possible.</summary>
    public const string PrivacyEventInvalid = "TRB0201";

    /// <summary>No accountant can bound what a mechanism, or a combination of mechanisms, reveals.</summary>
    public const string PrivacyUnaccountable = "TRB0202";

    /// <summary>Events that are to be composed compare different neighbours.</summary>
    public const string PrivacyNeighboursDiffer = "TRB0203";

    /// <summary>A target of privacy (epsilon or delta) is not possible.</summary>
    public const string PrivacyTargetInvalid = "TRB0204";

    /// <summary>A stage adds noise to updates whose norm nothing bounds.</summary>
    public const string NoiseWithoutClip = "TRB0206";

    /// <summary>A stage adds noise to a sum in which clients weigh differently.</summary>
    public const string NoiseWithUnequalWeights = "TRB0207";

    /// <summary>A stage adds noise to a sum, and the aggregator compares contributions instead of adding them.</summary>
    public const string NoiseWithoutSum = "TRB0208";

    /// <summary>Clients share the noise between them, and no stage keeps the coordinator from reading one update alone.</summary>
    public const string SharedNoiseUnmasked = "TRB0209";

    /// <summary>Delta is so large that publishing one client's whole data would keep the promise.</summary>
    public const string DeltaTooLarge = "TRB0210";

    /// <summary>A job counts on sampling that its selector and pacing do not do.</summary>
    public const string SamplingNotDone = "TRB0211";

    /// <summary>A job has noise and no delta, or a budget and no noise.</summary>
    public const string PrivacyIncomplete = "TRB0212";

    /// <summary>A stage behind the noise loosens the bound that the noise was measured by.</summary>
    public const string NoiseTooEarly = "TRB0213";

    /// <summary>The noise cannot be drawn or counted as a stage's options ask.</summary>
    public const string NoiseImpossible = "TRB0214";

    /// <summary>A private job publishes something without noise.</summary>
    public const string ReleaseWithoutNoise = "TRB0215";

    /// <summary>No noise, or no number of steps, within reach meets a target of privacy.</summary>
    public const string PrivacyTargetOutOfReach = "TRB0205";

    /// <summary>How much noise hides single examples is not said, or said twice.</summary>
    public const string ExampleNoiseUnclear = "TRB0230";

    /// <summary>Something besides gradients would tell of single examples, and no epsilon covers it.</summary>
    public const string ExampleStatisticsUncovered = "TRB0231";

    /// <summary>Delta is so large that publishing one example whole would keep the promise.</summary>
    public const string ExampleDeltaTooLarge = "TRB0232";

    /// <summary>A secure sum would be of fewer clients than must hide in it.</summary>
    public const string SecureSumTooSmall = "TRB0301";

    /// <summary>A secure sum would be of more clients than its numbers are made for.</summary>
    public const string SecureSumTooLarge = "TRB0302";

    /// <summary>A committee is too small, or so few of its members could open a sum that they need not be trusted together.</summary>
    public const string CommitteeUnfit = "TRB0303";

    /// <summary>A stage stands after a mask and can do nothing there.</summary>
    public const string NothingAfterMask = "TRB0304";

    /// <summary>The committee's answers do not open a round's sum.</summary>
    public const string SumNotOpened = "TRB0305";

    /// <summary>A keeper is asked to open what it must not open.</summary>
    public const string OpeningRefused = "TRB0306";

    /// <summary>A keeper was not given a share that it needs, or one that was made under other terms.</summary>
    public const string ShareUnusable = "TRB0307";

    /// <summary>A member of a committee has no key to seal a share to.</summary>
    public const string MemberWithoutKey = "TRB0308";

    /// <summary>Numbers cannot be committed to: there are too many clients, or the words are too wide.</summary>
    public const string CannotCommit = "TRB0309";

    /// <summary>Only a sum can be proven, and the aggregator is none.</summary>
    public const string NothingToProve = "TRB0310";

    /// <summary>What a coordinator published of a round does not prove its model.</summary>
    public const string RoundNotProven = "TRB0311";

    /// <summary>Noise and a published sum do not go together in this order.</summary>
    public const string NoiseBesideEvidence = "TRB0312";

    /// <summary>What proves a round is missing, or a file of it cannot be read.</summary>
    public const string EvidenceMissing = "TRB0313";

    /// <summary>Too few of a client and its neighbours could rebuild its secrets, or more than there are must.</summary>
    public const string NeighboursUnfit = "TRB0314";

    /// <summary>A coordinator does not say the same to all clients of a round, or forges what one said.</summary>
    public const string ViewSplit = "TRB0315";

    /// <summary>Too few neighbours answered for a client's secrets to be rebuilt.</summary>
    public const string TooFewNeighbours = "TRB0316";

    /// <summary>The shares of a client's secret do not rebuild what it committed itself to.</summary>
    public const string SharesInconsistent = "TRB0317";

    /// <summary>The coordinator asks for a step that the job does not have.</summary>
    public const string StepUnknown = "TRB0318";

    /// <summary>The helpers that updates are split among are not in the round.</summary>
    public const string HelpersUnfit = "TRB0319";

    /// <summary>The norms of split updates cannot be checked.</summary>
    public const string NormCheckUnfit = "TRB0321";

    /// <summary>The collective key of a round is incomplete, or not the committee's.</summary>
    public const string CollectiveKeyUnusable = "TRB0320";

    /// <summary>The selector chose nobody for a round.</summary>
    public const string NobodySelected = "TRB0401";

    /// <summary>A round closed with fewer usable updates than a model needs.</summary>
    public const string TooFewUpdates = "TRB0402";

    /// <summary>The sum of a round's updates cannot be read.</summary>
    public const string UnreadableSum = "TRB0403";

    /// <summary>A request has no identity that the coordinator knows, or one that has expired or been revoked.</summary>
    public const string Unauthenticated = "TRB0410";

    /// <summary>An identity may not do what it asks for.</summary>
    public const string Forbidden = "TRB0411";

    /// <summary>An invitation has been used, has expired or was never given.</summary>
    public const string InvitationInvalid = "TRB0412";

    /// <summary>The parties speak versions that do not work together.</summary>
    public const string WrongProtocolVersion = "TRB0413";

    /// <summary>A request is not what the protocol says.</summary>
    public const string MalformedRequest = "TRB0414";

    /// <summary>Something that a request names does not exist, or is not for whoever asks.</summary>
    public const string NotFound = "TRB0415";

    /// <summary>A request or an upload is larger than it may be.</summary>
    public const string TooLarge = "TRB0416";

    /// <summary>An upload goes on elsewhere than where it stopped.</summary>
    public const string WrongOffset = "TRB0417";

    /// <summary>What was uploaded has another digest than announced.</summary>
    public const string WrongDigest = "TRB0418";

    /// <summary>Requests come faster than the coordinator takes them.</summary>
    public const string TooManyRequests = "TRB0419";

    /// <summary>The round does not take this update.</summary>
    public const string UpdateRefused = "TRB0420";

    /// <summary>A signature is not of the party it should be of.</summary>
    public const string WrongSignature = "TRB0421";

    /// <summary>What answers is not a coordinator, or refuses without saying why.</summary>
    public const string RefusedByPeer = "TRB0422";

    /// <summary>The coordinator cannot be reached.</summary>
    public const string Unreachable = "TRB0423";

    /// <summary>A receipt does not prove what it should.</summary>
    public const string ReceiptInvalid = "TRB0424";

    /// <summary>A run that a request wants to change has ended.</summary>
    public const string RunHasEnded = "TRB0425";

    /// <summary>The coordinator stops, or its store takes nothing at the moment.</summary>
    public const string NotAvailableNow = "TRB0426";

    /// <summary>A site's policy or a person there does not agree to a job.</summary>
    public const string RefusedBySite = "TRB0430";

    /// <summary>A site's configuration cannot be read or does not fit the job.</summary>
    public const string SiteConfiguration = "TRB0431";

    /// <summary>A folder of a site or a coordinator holds no identity, or somebody else's.</summary>
    public const string NoIdentity = "TRB0432";

    /// <summary>A job cannot run in the field as it is.</summary>
    public const string NotForTheField = "TRB0433";

    /// <summary>A coordinator would serve without encryption.</summary>
    public const string Unencrypted = "TRB0434";

    /// <summary>A job file is not JSON.</summary>
    public const string JobIsNotJson = "TRB0601";

    /// <summary>An option that nothing in the job understands.</summary>
    public const string UnknownOption = "TRB0602";

    /// <summary>A part that no registry knows.</summary>
    public const string UnknownPart = "TRB0603";

    /// <summary>An option whose value is of another kind than expected.</summary>
    public const string WrongKindOfValue = "TRB0604";

    /// <summary>An option whose value is of the right kind but not possible.</summary>
    public const string OptionOutOfRange = "TRB0605";

    /// <summary>An option that must be given is not.</summary>
    public const string MissingOption = "TRB0606";

    /// <summary>An option is given twice.</summary>
    public const string RepeatedOption = "TRB0607";

    /// <summary>A job file cannot be read.</summary>
    public const string JobCannotBeRead = "TRB0608";

    /// <summary>A file of a checkpoint of another program is missing or broken.</summary>
    public const string CheckpointBroken = "TRB0620";

    /// <summary>A checkpoint is of a network that is not computed here.</summary>
    public const string CheckpointUnsupported = "TRB0621";

    /// <summary>A checkpoint's tensors are not those that its configuration describes.</summary>
    public const string CheckpointMisfit = "TRB0622";

    /// <summary>A model is none that the format it is to be written in knows.</summary>
    public const string NotExportable = "TRB0623";

    /// <summary>A tokenizer's file is missing or broken.</summary>
    public const string TokenizerBroken = "TRB0630";

    /// <summary>A tokenizer asks for something that this version would do otherwise.</summary>
    public const string TokenizerUnsupported = "TRB0631";

    /// <summary>A generator promises privacy, and the bounds of a column were found in rows.</summary>
    public const string BoundsNotStated = "TRB0640";

    /// <summary>A job that makes a generator from sums asks for something that only training has.</summary>
    public const string NotForSums = "TRB0641";

    /// <summary>Rows that are asked of a generator name a column or a value that it does not have.</summary>
    public const string NoSuchRow = "TRB0642";

    /// <summary>A generated table, or what a language model writes, tells more of the training than was allowed.</summary>
    public const string Memorised = "TRB0643";

    /// <summary>Attacks with a generated table gain more on the rows it was learnt from than was allowed.</summary>
    public const string Disclosed = "TRB0644";

    /// <summary>Generated pictures are nearer to those of the training than was allowed.</summary>
    public const string PicturesMemorised = "TRB0650";

    /// <summary>Pictures are to be drawn in a way that the generator was not taught.</summary>
    public const string SamplerDoesNotFit = "TRB0651";

    /// <summary>A job balances classes and promises privacy that does not cover the generator.</summary>
    public const string BalanceUncovered = "TRB0657";

    /// <summary>A job balances classes with a model or data of which no examples can be generated.</summary>
    public const string NotBalanceable = "TRB0658";

    /// <summary>A file that a job names by its address is not in the cache, and nothing is fetched unasked.</summary>
    public const string NotDownloaded = "TRB0670";

    /// <summary>A fetched file does not have the checksum that was asked for.</summary>
    public const string WrongContent = "TRB0671";

    /// <summary>An address of a file is not allowed, or is written without what belongs to it.</summary>
    public const string AddressRefused = "TRB0672";

    /// <summary>A file could not be fetched.</summary>
    public const string DownloadFailed = "TRB0673";

    /// <summary>A file that is to be fetched is larger than was allowed.</summary>
    public const string DownloadTooLarge = "TRB0674";

    /// <summary>Clients would train different ranks of an adapter, and what they train could not be put together.</summary>
    public const string RanksDiffer = "TRB0680";

    /// <summary>The folder for results cannot be created or written to.</summary>
    public const string UnwritableOutput = "TRB0501";

    /// <summary>A file of results could not be written, or one that is needed could not be read, while the work was going on.</summary>
    public const string FileFailed = "TRB0502";

    /// <summary>A restarted coordinator does not find the updates that its log says it had received.</summary>
    public const string UpdatesLost = "TRB0503";

    /// <summary>A store has no room for what is to be written.</summary>
    public const string StorageFull = "TRB0504";

    /// <summary>A file is no store, or a damaged one.</summary>
    public const string StorageBroken = "TRB0505";

    /// <summary>A store was written by a newer program.</summary>
    public const string StorageVersion = "TRB0506";

    /// <summary>A store cannot be opened, read or written.</summary>
    public const string StorageUnavailable = "TRB0507";

    /// <summary>A copy of a store would replace a file.</summary>
    public const string StorageExists = "TRB0508";

    /// <summary>A coordinator's store is older than what it has signed.</summary>
    public const string OlderLog = "TRB0509";

    /// <summary>The command line names something that does not exist, or leaves out something that is needed.</summary>
    public const string WrongCommandLine = "TRB0801";

    /// <summary>Something happened that nobody foresaw.</summary>
    public const string Unforeseen = "TRB0901";

    /// <summary>Data is missing, broken, or cannot be divided or learnt from as the job says.</summary>
    public const string DataProblem = "TRB0701";
}

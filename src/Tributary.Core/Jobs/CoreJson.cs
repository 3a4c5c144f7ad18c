using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Source-generated JSON of everything in this library that is read or written as JSON.</summary>
/// <remarks>
/// Jobs and parts are read by <see cref="Registry{T}"/>, which knows defaults: a generated reader gives an init-only property that is
/// absent the default of its type, not that of its initializer.
/// </remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(KebabCaseEnum<Weighting>), typeof(KebabCaseEnum<Baseline>), typeof(KebabCaseEnum<Rounding>),
        typeof(KebabCaseEnum<QuantizationScale>), typeof(KebabCaseEnum<DropReason>), typeof(KebabCaseEnum<RunOutcome>),
        typeof(KebabCaseEnum<Neighbours>), typeof(KebabCaseEnum<PrivacyLevel>), typeof(ClientIdConverter), typeof(BlobIdConverter),
    ])]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JobSpec))]
[JsonSerializable(typeof(Part))]
[JsonSerializable(typeof(RunEvent))]
[JsonSerializable(typeof(DpEvent))]
[JsonSerializable(typeof(Share))]
[JsonSerializable(typeof(Clip))]
[JsonSerializable(typeof(Quantize))]
[JsonSerializable(typeof(Bf16))]
[JsonSerializable(typeof(TopK))]
[JsonSerializable(typeof(RandK))]
[JsonSerializable(typeof(OwnRank))]
[JsonSerializable(typeof(Zip))]
[JsonSerializable(typeof(PlainSum))]
[JsonSerializable(typeof(Mean))]
[JsonSerializable(typeof(Median))]
[JsonSerializable(typeof(TrimmedMean))]
[JsonSerializable(typeof(FedAvg))]
[JsonSerializable(typeof(FedSgd))]
[JsonSerializable(typeof(DiLoCo))]
[JsonSerializable(typeof(FedAvgM))]
[JsonSerializable(typeof(FedAdam))]
[JsonSerializable(typeof(FedYogi))]
[JsonSerializable(typeof(FedAdagrad))]
[JsonSerializable(typeof(FedExLora))]
[JsonSerializable(typeof(FLora))]
[JsonSerializable(typeof(AllSelector))]
[JsonSerializable(typeof(UniformSelector))]
[JsonSerializable(typeof(PoissonSelector))]
[JsonSerializable(typeof(CyclicSelector))]
[JsonSerializable(typeof(FixedSelector))]
[JsonSerializable(typeof(AllPacing))]
[JsonSerializable(typeof(CountPacing))]
[JsonSerializable(typeof(FractionPacing))]
[JsonSerializable(typeof(Sgd))]
[JsonSerializable(typeof(AdamW))]
[JsonSerializable(typeof(Yogi))]
[JsonSerializable(typeof(Adagrad))]
[JsonSerializable(typeof(ConstantOptions))]
[JsonSerializable(typeof(CosineDecay))]
[JsonSerializable(typeof(StepDecay))]
[JsonSerializable(typeof(WarmUpOptions))]
public sealed partial class CoreJson : JsonSerializerContext;

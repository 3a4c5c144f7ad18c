using System.Text.Json.Serialization;

namespace Tributary.Simulation;

/// <summary>Source-generated JSON of the parts that this library adds to jobs.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ConstantSpeed))]
[JsonSerializable(typeof(LogNormalSpeed))]
[JsonSerializable(typeof(SlowShare))]
internal sealed partial class SpeedJson : JsonSerializerContext;

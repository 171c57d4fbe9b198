package dev.easel.framework.core.vector;

import dev.easel.framework.proto.Classification;
import dev.easel.framework.proto.ClassificationList;
import dev.easel.framework.proto.Joint;
import dev.easel.framework.proto.JointList;
import dev.easel.framework.proto.Landmark;
import dev.easel.framework.proto.LandmarkList;
import dev.easel.framework.proto.NormalizedLandmark;
import dev.easel.framework.proto.NormalizedLandmarkList;
import java.util.List;
import java.util.function.Function;

/** The messages that are lists. */
final class ProtoLists {
  private ProtoLists() {}

  static ListKind<ClassificationList> classifications() {
    return kind(
        ClassificationList.class,
        Classification.class,
        ClassificationList::getClassificationList,
        items -> ClassificationList.newBuilder().addAllClassification(items).build());
  }

  static ListKind<JointList> joints() {
    return kind(
        JointList.class,
        Joint.class,
        JointList::getJointList,
        items -> JointList.newBuilder().addAllJoint(items).build());
  }

  static ListKind<LandmarkList> landmarks() {
    return kind(
        LandmarkList.class,
        Landmark.class,
        LandmarkList::getLandmarkList,
        items -> LandmarkList.newBuilder().addAllLandmark(items).build());
  }

  static ListKind<NormalizedLandmarkList> normalizedLandmarks() {
    return kind(
        NormalizedLandmarkList.class,
        NormalizedLandmark.class,
        NormalizedLandmarkList::getLandmarkList,
        items -> NormalizedLandmarkList.newBuilder().addAllLandmark(items).build());
  }

  private static <L, I> ListKind<L> kind(
      Class<L> type, Class<I> item, Function<L, List<I>> items, Function<List<I>, L> make) {
    return new ListKind<>(
        type, item, items, list -> make.apply(list.stream().<I>map(item::cast).toList()));
  }
}

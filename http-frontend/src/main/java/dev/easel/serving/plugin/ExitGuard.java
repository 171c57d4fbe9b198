package dev.easel.serving.plugin;

import java.util.Optional;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Rewrites classes so that what would end the process calls {@link ProcessExit} instead.
 *
 * <p>A security manager did that on JDK 17 and cannot be set any more from JDK 24 on; this works on
 * all. A call by reflection, or by a library that is not in the jar, is not seen.
 */
final class ExitGuard {
  private static final String STAND_IN = Type.getInternalName(ProcessExit.class);

  private ExitGuard() {}

  /** The class file with its calls replaced. */
  static byte[] guard(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String type, String signature, String[] exceptions) {
            return new Calls(super.visitMethod(access, name, type, signature, exceptions));
          }
        },
        0);
    return writer.toByteArray();
  }

  private static final class Calls extends MethodVisitor {
    Calls(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    /** The type of what stands for a method; empty for one that ends nothing. */
    private static Optional<String> standIn(String owner, String name, String type) {
      boolean isExit = name.equals("exit") && type.equals("(I)V");
      boolean isHalt = name.equals("halt") && type.equals("(I)V");
      if (isExit && owner.equals("java/lang/System")) {
        return Optional.of(type);
      }
      return (isExit || isHalt) && owner.equals("java/lang/Runtime")
          ? Optional.of("(Ljava/lang/Runtime;I)V")
          : Optional.empty();
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String type, boolean isInterface) {
      Optional<String> standIn = standIn(owner, name, type);
      if (standIn.isPresent()) {
        super.visitMethodInsn(Opcodes.INVOKESTATIC, STAND_IN, name, standIn.get(), false);
      } else {
        super.visitMethodInsn(opcode, owner, name, type, isInterface);
      }
    }

    /** A method reference, such as {@code System::exit}. */
    @Override
    public void visitInvokeDynamicInsn(
        String name, String type, Handle bootstrap, Object... arguments) {
      Object[] guarded = arguments.clone();
      for (int i = 0; i < guarded.length; i++) {
        if (guarded[i] instanceof Handle handle) {
          guarded[i] = guarded(handle);
        }
      }
      super.visitInvokeDynamicInsn(name, type, bootstrap, guarded);
    }

    @Override
    public void visitLdcInsn(Object value) {
      super.visitLdcInsn(value instanceof Handle handle ? guarded(handle) : value);
    }

    private static Handle guarded(Handle handle) {
      return standIn(handle.getOwner(), handle.getName(), handle.getDesc())
          .map(type -> new Handle(Opcodes.H_INVOKESTATIC, STAND_IN, handle.getName(), type, false))
          .orElse(handle);
    }
  }
}
